package dev.demist.server.ws;

/** Keeps one viewer of a run informed of the others. Confined to the socket's event loop. */
final class Company {

    private final Audiences audiences;
    private final String run;
    private final Feed<Integer> sizes;
    private final Feed<Playhead> playheads;

    /** Joins the audience of {@code run}. */
    Company(Socket socket, Audiences audiences, String run) {
        this.audiences = audiences;
        this.run = run;
        this.sizes = new Feed<>(socket, size -> ServerMessage.viewers(run, size), e -> {});
        this.playheads = new Feed<>(socket, playhead -> ServerMessage.playhead(run, playhead), e -> {});
        Audience audience = audiences.join(run);
        audience.sizes().onBackpressureLatest().subscribe(sizes);
        audience.playheads()
                .filter(playhead -> !playhead.mover().equals(socket))
                .onBackpressureLatest()
                .subscribe(playheads);
    }

    /** Leaves the audience. */
    void leave() {
        sizes.stop();
        playheads.stop();
        audiences.leave(run);
    }
}
