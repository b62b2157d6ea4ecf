// @vitest-environment node
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
// @ts-expect-error: plain JavaScript of the development server
import { leafBytes, makeReceipt } from '../../../dev/receipt.mjs'
import { fromBase64Url, fromHex, hex, toBase64Url } from './bytes'
import { leadingZeroBits, solve } from './pow'
import { hashLeaf, hashNode, rootFromPath, verifyReceipt } from './receipt'
import { sha256 } from './sha256'

interface Golden {
  name: string
  receipt: string
  trusted_key: string
  ok: boolean
  type?: string
  ticket_no?: string
  leaf_index?: number
  tree_size?: number
  key_fingerprint?: string
}

describe('sha256', () => {
  it.each([
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    [
      'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    ],
  ])('hashes %j as FIPS 180-4 says', (text, expected) => {
    expect(hex(sha256(new TextEncoder().encode(text)))).toBe(expected)
  })
  it('agrees with WebCrypto at every length around the block size', async () => {
    for (let n = 0; n < 200; n++) {
      const bytes = new Uint8Array(n).map((_, i) => (i * 31 + n) & 255)
      const expected = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
      expect(hex(sha256(bytes))).toBe(hex(expected))
    }
  })
})

describe('proof of work', () => {
  it('finds a nonce whose hash begins with the zero bits asked for', () => {
    const nonce = solve('challenge', 12)
    expect(
      leadingZeroBits(sha256(new TextEncoder().encode(`challenge:${nonce}`))),
    ).toBeGreaterThanOrEqual(12)
  })
})

describe('base64url', () => {
  it('refuses padding, foreign characters and non-canonical ends', () => {
    expect(fromBase64Url('AA==')).toBeNull()
    expect(fromBase64Url('A+')).toBeNull()
    expect(fromBase64Url('AB')).toBeNull()
    expect(fromBase64Url('AA')).toEqual(Uint8Array.of(0))
  })
})

describe('inclusion', () => {
  it('computes the RFC 6962 empty-leaf hash', () => {
    expect(hex(hashLeaf(new Uint8Array()))).toBe(
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    )
  })
  it('refuses a path that is too short, too long, or an index outside', () => {
    const a = hashLeaf(Uint8Array.of(1))
    const b = hashLeaf(Uint8Array.of(2))
    expect(hex(rootFromPath(a, 0n, 2n, [b]) as Uint8Array)).toBe(hex(hashNode(a, b)))
    expect(() => rootFromPath(a, 0n, 2n, [])).toThrow('wrong_proof_length')
    expect(() => rootFromPath(a, 0n, 2n, [b, b])).toThrow('wrong_proof_length')
    expect(() => rootFromPath(a, 2n, 2n, [b])).toThrow('index_beyond_size')
  })
})

describe('verifyReceipt', () => {
  const leaves = Array.from({ length: 37 }, (_, i) =>
    leafBytes(i, `T260310-${String(i).padStart(6, '0')}`),
  )

  it('accepts every leaf of logs of every size up to 37', async () => {
    for (let size = 1; size <= leaves.length; size++) {
      for (const index of [0, size >> 1, size - 1]) {
        const verdict = await verifyReceipt(makeReceipt(leaves.slice(0, size), index))
        expect(verdict.ok && verdict.facts.leafIndex).toBe(index)
      }
    }
  })
  it('says what it proves', async () => {
    const verdict = await verifyReceipt(` ${makeReceipt(leaves, 12)}\n`)
    expect(verdict).toMatchObject({
      ok: true,
      facts: { ticketNo: 'T260310-000012', treeSize: 37, kind: 'ticket_created' },
    })
  })
  it('notices every single altered byte', async () => {
    const bytes = fromBase64Url(makeReceipt(leaves, 12).slice(4)) as Uint8Array
    for (let i = 0; i < bytes.length; i++) {
      const bad = bytes.slice()
      bad[i] = (bad[i] as number) ^ 1
      expect((await verifyReceipt(`hy1.${toBase64Url(bad)}`)).ok).toBe(false)
    }
  })
  it('gives the verdict of the C++ verifier on every shared receipt', async () => {
    const file = fileURLToPath(
      new URL('../../../../tests/ledger/golden/receipts.json', import.meta.url),
    )
    const golden = JSON.parse(readFileSync(file, 'utf8')) as Golden[]
    expect(golden.length).toBeGreaterThan(10)
    for (const one of golden) {
      const verdict = await verifyReceipt(one.receipt, one.trusted_key)
      const said = verdict.ok ? verdict.facts.ticketNo : verdict.type
      expect([one.name, verdict.ok, said]).toEqual([
        one.name,
        one.ok,
        one.ok ? one.ticket_no : one.type,
      ])
      if (verdict.ok) {
        expect(verdict.facts).toMatchObject({
          leafIndex: one.leaf_index,
          treeSize: one.tree_size,
          fingerprint: one.key_fingerprint,
        })
      }
    }
  })
  it('round-trips hex', () => {
    expect(hex(fromHex('00ff10'))).toBe('00ff10')
  })
})
