package dev.demist;

import java.awt.color.ICC_Profile;
import java.io.IOException;

/** Colour profiles of the International Color Consortium. */
final class Profiles {

    private Profiles() {}

    /** The profile in a file's bytes. */
    static ICC_Profile of(byte[] profile) throws IOException {
        try {
            return ICC_Profile.getInstance(profile);
        } catch (IllegalArgumentException e) {
            throw new IOException("its colour profile is damaged; save it as sRGB, without a profile", e);
        }
    }
}
