const LONGEST = 1536;
const MOST_BYTES = 2 ** 21;

/** The picture as the form keeps it, and the size to draw at: its shape, with the long side given, in blocks of eight. */
export async function startPicture(picture: Blob, longSide: number) {
  const bitmap = await createImageBitmap(picture);
  const side = (pixels: number) => Math.max(8, Math.round((longSide * pixels) / Math.max(bitmap.width, bitmap.height) / 8) * 8);
  const image = isExact(picture, bitmap) ? await dataUrl(picture) : redrawn(bitmap);
  return { image, width: side(bitmap.width), height: side(bitmap.height) };
}

/** A PNG is sent as it is; photographs may be turned by their metadata, and other kinds the server does not read. */
function isExact(picture: Blob, { width, height }: ImageBitmap): boolean {
  return picture.type === 'image/png' && picture.size <= MOST_BYTES && Math.max(width, height) <= LONGEST;
}

function redrawn(bitmap: ImageBitmap): string {
  const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(bitmap.width * scale);
  canvas.height = Math.round(bitmap.height * scale);
  const context = canvas.getContext('2d')!;
  context.imageSmoothingQuality = 'high';
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/jpeg', 0.95);
}

export function dataUrl(picture: Blob): Promise<string> {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result as string);
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(picture);
  });
}
