// Makes real receipts (docs/formats/receipt.md) for the development server and the tests.
import { createHash, generateKeyPairSync, sign } from 'node:crypto'

const { publicKey, privateKey } = generateKeyPairSync('ed25519')
const rawKey = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32)
const h = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest()
const u64 = (n) => {
  const b = Buffer.alloc(8)
  b.writeBigUInt64BE(BigInt(n))
  return b
}
const u32 = (n) => {
  const b = Buffer.alloc(4)
  b.writeUInt32BE(n)
  return b
}
const text = (s) => Buffer.concat([u32(Buffer.byteLength(s)), Buffer.from(s)])

export function leafBytes(seq, ticketNo, kind = 'ticket_created', atMs = Date.now()) {
  return Buffer.concat([
    Buffer.of(1),
    u64(seq),
    u64(atMs * 1000),
    u64(seq + 1),
    text(ticketNo),
    text('customer'),
    text(kind),
    text('{}'),
  ])
}

const largestPowerBelow = (n) => {
  let k = 1
  while (k * 2 < n) k *= 2
  return k
}

function rootOf(hashes) {
  if (hashes.length === 1) return hashes[0]
  const k = largestPowerBelow(hashes.length)
  return h(Buffer.of(1), rootOf(hashes.slice(0, k)), rootOf(hashes.slice(k)))
}

function pathOf(index, hashes) {
  if (hashes.length === 1) return []
  const k = largestPowerBelow(hashes.length)
  return index < k
    ? [...pathOf(index, hashes.slice(0, k)), rootOf(hashes.slice(k))]
    : [...pathOf(index - k, hashes.slice(k)), rootOf(hashes.slice(0, k))]
}

/** The receipt of leaf `index` of a log of these leaves. */
export function makeReceipt(leaves, index) {
  const hashes = leaves.map((leaf) => h(Buffer.of(0), leaf))
  const logId = Buffer.from('dev-log')
  const at = u64(Date.now() * 1000)
  const root = rootOf(hashes)
  const signed = Buffer.concat([
    Buffer.from('huiyin-tree-head-v1\n'),
    Buffer.of(logId.length),
    logId,
    u64(leaves.length),
    at,
    root,
  ])
  const path = pathOf(index, hashes)
  const bytes = Buffer.concat([
    Buffer.of(1),
    u32(leaves[index].length),
    leaves[index],
    u64(index),
    Buffer.of(logId.length),
    logId,
    u64(leaves.length),
    at,
    root,
    sign(null, signed, privateKey),
    rawKey,
    Buffer.of(path.length),
    ...path,
  ])
  return `hy1.${bytes.toString('base64url')}`
}
