// The proof of work of the public form: a decimal nonce so that SHA-256(challenge ":" nonce) begins
// with `difficulty` zero bits. Run in a worker; the page stays responsive.
import { sha256 } from './sha256'

export function leadingZeroBits(hash: Uint8Array): number {
  let bits = 0
  for (const byte of hash) {
    if (byte === 0) {
      bits += 8
      continue
    }
    return bits + Math.clz32(byte) - 24
  }
  return bits
}

export function solve(challenge: string, difficulty: number): string {
  const encoder = new TextEncoder()
  for (let nonce = 0; ; nonce++) {
    const text = String(nonce)
    if (leadingZeroBits(sha256(encoder.encode(`${challenge}:${text}`))) >= difficulty) return text
  }
}
