import { storage } from '../state/storage.js';

/** Messages of the system when a picture is finished in a hidden tab, once they were asked for. */
export const notices = {
  /** Browsers offer them only over https and on the machine itself. */
  get possible(): boolean {
    return typeof Notification !== 'undefined' && isSecureContext;
  },
  get on(): boolean {
    return notices.possible && Notification.permission === 'granted' && storage.read('notices') === 'on';
  },
  async turn(on: boolean): Promise<void> {
    const allowed = on && (await Notification.requestPermission()) === 'granted';
    storage.write('notices', allowed ? 'on' : 'off');
  },
  /** Says that a picture is finished, with a soft tick, if nothing of it can be seen. */
  finished(title: string, icon: string): void {
    if (!document.hidden || !notices.on) return;
    const notice = new Notification('A picture is finished', { body: title, icon, tag: 'demist' });
    notice.onclick = () => {
      focus();
      notice.close();
    };
    tick();
  },
};

const SECONDS = 0.12;

function tick(): void {
  const audio = new AudioContext();
  const tone = new OscillatorNode(audio, { frequency: 880 });
  const loudness = new GainNode(audio, { gain: 0.06 });
  loudness.gain.exponentialRampToValueAtTime(0.0001, audio.currentTime + SECONDS);
  tone.connect(loudness).connect(audio.destination);
  tone.onended = () => void audio.close();
  tone.start();
  tone.stop(audio.currentTime + SECONDS);
}
