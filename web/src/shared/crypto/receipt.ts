// Verifies a receipt ("hy1." + base64url) in the browser, without the server: the event, its path in
// the Merkle tree (RFC 6962 §2.1.1) and the Ed25519 signature of the tree head. The layout is
// docs/formats/receipt.md; the C++ twin is src/ledger/receipt.cc.
import { concat, fromBase64Url, hex, sameBytes } from './bytes'
import { sha256 } from './sha256'

export interface ReceiptFacts {
  ticketNo: string
  kind: string
  at: Date
  leafIndex: number
  treeSize: number
  headAt: Date
  logId: string
  fingerprint: string
}

export type ReceiptVerdict =
  | { ok: true; facts: ReceiptFacts }
  | { ok: false; reason: 'malformed' | 'not_in_log' | 'bad_signature' | 'unsupported' }

const PREFIX = 'hy1.'
const HEAD_DOMAIN = 'huiyin-tree-head-v1\n'
const MAX_PATH = 62

class Malformed extends Error {}

class Reader {
  private at = 0
  private readonly view: DataView
  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }
  take(count: number): Uint8Array {
    if (this.at + count > this.bytes.length) throw new Malformed('truncated')
    this.at += count
    return this.bytes.slice(this.at - count, this.at)
  }
  u8(): number {
    return this.take(1)[0] as number
  }
  u32(): number {
    this.take(4)
    return this.view.getUint32(this.at - 4)
  }
  u64(): bigint {
    this.take(8)
    return this.view.getBigUint64(this.at - 8)
  }
  text(): string {
    return new TextDecoder('utf-8', { fatal: true }).decode(this.take(this.u32()))
  }
  end() {
    if (this.at !== this.bytes.length) throw new Malformed('trailing bytes')
  }
}

function u64(value: bigint): Uint8Array {
  const out = new Uint8Array(8)
  new DataView(out.buffer).setBigUint64(0, value)
  return out
}

export function hashLeaf(leaf: Uint8Array): Uint8Array {
  return sha256(concat(Uint8Array.of(0), leaf))
}

export function hashNode(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(concat(Uint8Array.of(1), left, right))
}

/** RFC 9162 §2.1.3.2; null when the path has the wrong length for index and size. */
export function rootFromPath(
  leaf: Uint8Array,
  index: bigint,
  size: bigint,
  path: Uint8Array[],
): Uint8Array | null {
  if (index >= size) return null
  let node = index
  let last = size - 1n
  let hash = leaf
  for (const sibling of path) {
    if (last === 0n) return null
    if (node % 2n === 1n || node === last) {
      hash = hashNode(sibling, hash)
      while (node % 2n === 0n && node !== 0n) {
        node >>= 1n
        last >>= 1n
      }
    } else {
      hash = hashNode(hash, sibling)
    }
    node >>= 1n
    last >>= 1n
  }
  return last === 0n ? hash : null
}

interface Parsed {
  leaf: Uint8Array
  index: bigint
  logId: Uint8Array
  treeSize: bigint
  headUs: bigint
  root: Uint8Array
  signature: Uint8Array
  publicKey: Uint8Array
  path: Uint8Array[]
}

function parse(text: string): Parsed {
  if (!text.startsWith(PREFIX)) throw new Malformed('prefix')
  const bytes = fromBase64Url(text.slice(PREFIX.length))
  if (!bytes) throw new Malformed('encoding')
  const reader = new Reader(bytes)
  if (reader.u8() !== 1) throw new Malformed('version')
  const leaf = reader.take(reader.u32())
  const index = reader.u64()
  const logId = reader.take(reader.u8())
  const parsed = {
    leaf,
    index,
    logId,
    treeSize: reader.u64(),
    headUs: reader.u64(),
    root: reader.take(32),
    signature: reader.take(64),
    publicKey: reader.take(32),
    path: [] as Uint8Array[],
  }
  const length = reader.u8()
  if (length > MAX_PATH) throw new Malformed('path')
  for (let i = 0; i < length; i++) parsed.path.push(reader.take(32))
  reader.end()
  if (!/^[A-Za-z0-9._-]{1,64}$/.test(new TextDecoder().decode(logId))) throw new Malformed('log id')
  return parsed
}

function parseLeaf(leaf: Uint8Array) {
  const reader = new Reader(leaf)
  if (reader.u8() !== 1) throw new Malformed('leaf version')
  const seq = reader.u64()
  const atUs = reader.u64()
  reader.u64()
  const ticketNo = reader.text()
  reader.text()
  const kind = reader.text()
  reader.text()
  reader.end()
  return { seq, atUs, ticketNo, kind }
}

async function signatureHolds(receipt: Parsed): Promise<boolean> {
  const message = concat(
    new TextEncoder().encode(HEAD_DOMAIN),
    Uint8Array.of(receipt.logId.length),
    receipt.logId,
    u64(receipt.treeSize),
    u64(receipt.headUs),
    receipt.root,
  )
  const key = await crypto.subtle.importKey(
    'raw',
    receipt.publicKey as BufferSource,
    { name: 'Ed25519' },
    false,
    ['verify'],
  )
  return crypto.subtle.verify(
    { name: 'Ed25519' },
    key,
    receipt.signature as BufferSource,
    message as BufferSource,
  )
}

const dateOfUs = (us: bigint) => new Date(Number(BigInt.asIntN(64, us) / 1000n))

export async function verifyReceipt(text: string): Promise<ReceiptVerdict> {
  let receipt: Parsed
  let event: ReturnType<typeof parseLeaf>
  try {
    receipt = parse(text.trim())
    event = parseLeaf(receipt.leaf)
  } catch {
    return { ok: false, reason: 'malformed' }
  }
  const root = rootFromPath(hashLeaf(receipt.leaf), receipt.index, receipt.treeSize, receipt.path)
  if (event.seq !== receipt.index || !root || !sameBytes(root, receipt.root)) {
    return { ok: false, reason: 'not_in_log' }
  }
  try {
    if (!(await signatureHolds(receipt))) return { ok: false, reason: 'bad_signature' }
  } catch {
    return { ok: false, reason: 'unsupported' }
  }
  return {
    ok: true,
    facts: {
      ticketNo: event.ticketNo,
      kind: event.kind,
      at: dateOfUs(event.atUs),
      leafIndex: Number(receipt.index),
      treeSize: Number(receipt.treeSize),
      headAt: dateOfUs(receipt.headUs),
      logId: new TextDecoder().decode(receipt.logId),
      fingerprint: hex(sha256(receipt.publicKey)).slice(0, 16),
    },
  }
}
