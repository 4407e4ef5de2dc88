package dev.demist.server.cli;

import dev.demist.Picture;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;

/** Pictures in rows and columns with their names. */
final class ContactSheet {

    private static final int GAP = 8;
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 14);

    private ContactSheet() {}

    /** A sheet of equally large pictures; {@code pictures} are rows of cells. */
    static Picture of(List<String> rows, List<String> columns, List<List<Picture>> pictures) {
        Picture cell = pictures.get(0).get(0);
        int left = rows.stream().mapToInt(ContactSheet::width).max().orElse(0) + 2 * GAP;
        int top = FONT.getSize() + 2 * GAP;
        int across = Math.max(
                        cell.width(),
                        columns.stream().mapToInt(ContactSheet::width).max().orElse(0))
                + GAP;
        int down = cell.height() + GAP;
        BufferedImage sheet =
                new BufferedImage(left + across * columns.size(), top + down * rows.size(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = ink(sheet);
        for (int column = 0; column < columns.size(); column++) {
            graphics.drawString(columns.get(column), left + column * across, GAP + FONT.getSize());
        }
        for (int row = 0; row < rows.size(); row++) {
            graphics.drawString(rows.get(row), GAP, top + row * down + (cell.height() + FONT.getSize()) / 2);
            for (int column = 0; column < columns.size(); column++) {
                graphics.drawImage(
                        image(pictures.get(row).get(column)), left + column * across, top + row * down, null);
            }
        }
        graphics.dispose();
        return picture(sheet);
    }

    private static Graphics2D ink(BufferedImage sheet) {
        Graphics2D graphics = sheet.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        graphics.setColor(Color.DARK_GRAY);
        graphics.setFont(FONT);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        return graphics;
    }

    private static int width(String label) {
        Graphics2D graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
        FontMetrics metrics = graphics.getFontMetrics(FONT);
        graphics.dispose();
        return metrics.stringWidth(label);
    }

    private static BufferedImage image(Picture picture) {
        BufferedImage image = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
        byte[] rgb = picture.rgb();
        for (int i = 0; i < rgb.length; i += 3) {
            int color = (rgb[i] & 255) << 16 | (rgb[i + 1] & 255) << 8 | rgb[i + 2] & 255;
            image.setRGB(i / 3 % picture.width(), i / 3 / picture.width(), color);
        }
        return image;
    }

    private static Picture picture(BufferedImage image) {
        byte[] rgb = new byte[3 * image.getWidth() * image.getHeight()];
        for (int i = 0; i < rgb.length; i += 3) {
            int color = image.getRGB(i / 3 % image.getWidth(), i / 3 / image.getWidth());
            rgb[i] = (byte) (color >> 16);
            rgb[i + 1] = (byte) (color >> 8);
            rgb[i + 2] = (byte) color;
        }
        return new Picture(image.getWidth(), image.getHeight(), rgb);
    }
}
