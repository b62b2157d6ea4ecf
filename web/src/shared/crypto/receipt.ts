// Verifies a receipt ("hy1." + base64url) in the browser, without the server: the event, its path in
// the Merkle tree (RFC 6962 §2.1.1) and the Ed25519 signature of the tree head. The layout is
// docs/formats/receipt.md; the C++ twin is src/ledger/receipt.cc.
import { concat, fromBase64Url, hex, sameBytes, toBase64Url } from './bytes'
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

/** `type` is the error type of docs/formats/receipt.md, or "unsupported" when this browser has no Ed25519. */
export type ReceiptVerdict = { ok: true; facts: ReceiptFacts } | { ok: false; type: string }

const PREFIX = 'hy1.'
const HEAD_DOMAIN = 'huiyin-tree-head-v1\n'
const MAX_PATH = 62
const MAX_LEAF = 1_048_873
const MAX_RECEIPT = MAX_LEAF + 4096
const MAX_TREE = 1n << 62n
const LEAF_FIELDS = [
  ['ticketNo', 64],
  ['actor', 128],
  ['kind', 64],
  ['payload', 1 << 20],
] as const

class ReceiptError extends Error {
  constructor(readonly type: string) {
    super(type)
  }
}

class Reader {
  private at = 0
  private readonly view: DataView
  constructor(
    private readonly bytes: Uint8Array,
    private readonly truncated: string,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }
  take(count: number): Uint8Array {
    if (this.at + count > this.bytes.length) throw new ReceiptError(this.truncated)
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
  atEnd(): boolean {
    return this.at === this.bytes.length
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

/** RFC 9162 §2.1.3.2. Throws a ReceiptError when the path has the wrong length. */
export function rootFromPath(
  leaf: Uint8Array,
  index: bigint,
  size: bigint,
  path: Uint8Array[],
): Uint8Array {
  if (size > MAX_TREE) throw new ReceiptError('tree_too_large')
  if (index >= size) throw new ReceiptError('index_beyond_size')
  let node = index
  let last = size - 1n
  let hash = leaf
  for (const sibling of path) {
    if (last === 0n) throw new ReceiptError('wrong_proof_length')
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
  if (last !== 0n) throw new ReceiptError('wrong_proof_length')
  return hash
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

function decode(text: string): Uint8Array {
  if (!text.startsWith(PREFIX)) throw new ReceiptError('receipt_prefix')
  const body = text.slice(PREFIX.length)
  if (body.length > (MAX_RECEIPT / 3) * 4 + 4) throw new ReceiptError('receipt_too_long')
  const bytes = fromBase64Url(body)
  if (!bytes) throw new ReceiptError('receipt_encoding')
  return bytes
}

function parse(text: string): Parsed {
  const reader = new Reader(decode(text), 'receipt_truncated')
  if (reader.u8() !== 1) throw new ReceiptError('receipt_version')
  const parsed: Parsed = {
    leaf: reader.take(reader.u32()),
    index: reader.u64(),
    logId: reader.take(reader.u8()),
    treeSize: reader.u64(),
    headUs: reader.u64(),
    root: reader.take(32),
    signature: reader.take(64),
    publicKey: reader.take(32),
    path: [],
  }
  const length = reader.u8()
  if (!/^[A-Za-z0-9._-]{1,64}$/.test(new TextDecoder('latin1').decode(parsed.logId))) {
    throw new ReceiptError('receipt_log_id')
  }
  if (length > MAX_PATH) throw new ReceiptError('receipt_path_too_long')
  for (let i = 0; i < length; i++) parsed.path.push(reader.take(32))
  if (!reader.atEnd()) throw new ReceiptError('receipt_trailing_bytes')
  return parsed
}

function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new ReceiptError('leaf_field')
  }
}

function parseLeaf(leaf: Uint8Array) {
  const reader = new Reader(leaf, 'leaf_truncated')
  if (reader.u8() !== 1) throw new ReceiptError('leaf_version')
  const seq = reader.u64()
  const atUs = reader.u64()
  reader.u64()
  const raw: Uint8Array[] = []
  for (const [, limit] of LEAF_FIELDS) {
    const length = reader.u32()
    if (length > limit) throw new ReceiptError('leaf_field_too_long')
    raw.push(reader.take(length))
  }
  if (!reader.atEnd()) throw new ReceiptError('leaf_trailing_bytes')
  const [ticketNo, , kind] = raw.map(utf8) as [string, string, string, string]
  if (kind === '') throw new ReceiptError('leaf_field')
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

async function verify(text: string, trustedKey?: string): Promise<ReceiptFacts> {
  const receipt = parse(text)
  if (trustedKey && toBase64Url(receipt.publicKey) !== trustedKey) {
    throw new ReceiptError('untrusted_key')
  }
  const event = parseLeaf(receipt.leaf)
  if (event.seq !== receipt.index) throw new ReceiptError('receipt_index')
  if (!(await signatureHolds(receipt))) throw new ReceiptError('head_signature')
  const root = rootFromPath(hashLeaf(receipt.leaf), receipt.index, receipt.treeSize, receipt.path)
  if (!sameBytes(root, receipt.root)) throw new ReceiptError('root_mismatch')
  return {
    ticketNo: event.ticketNo,
    kind: event.kind,
    at: dateOfUs(event.atUs),
    leafIndex: Number(receipt.index),
    treeSize: Number(receipt.treeSize),
    headAt: dateOfUs(receipt.headUs),
    logId: new TextDecoder().decode(receipt.logId),
    fingerprint: hex(sha256(receipt.publicKey)).slice(0, 16),
  }
}

/** Proves or refuses; never throws. Without `trustedKey` the key inside the receipt is believed. */
export async function verifyReceipt(text: string, trustedKey?: string): Promise<ReceiptVerdict> {
  try {
    return { ok: true, facts: await verify(text.trim(), trustedKey) }
  } catch (error) {
    return { ok: false, type: error instanceof ReceiptError ? error.type : 'unsupported' }
  }
}
