import QRCode from "qrcode";

/** A QR code (ISO/IEC 18004) as SVG with the quiet zone of four modules that scanners need; level Q survives a dirty windscreen. */
export async function qrSvg(text: string): Promise<string> {
  return QRCode.toString(text, { type: "svg", errorCorrectionLevel: "Q", margin: 4 });
}
