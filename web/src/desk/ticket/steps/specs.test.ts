import { describe, expect, it } from 'vitest'
import { aTicket } from '../../../shared/testing/ticket'
import { moveOf } from '../../board/moves'
import { separable } from './MessagesField'
import { bodyOf, missingFields, offer, STEPS, stepOf } from './specs'
import { changesBetween } from './useStep'

const all = () => true
const allow = (...verbs: string[]) =>
  STEPS.map((s) => ({
    transition: s.verb,
    allowed: verbs.includes(s.verb),
    reason: '',
    missing: [],
  }))
const plan = stepOf('plan') as NonNullable<ReturnType<typeof stepOf>>

describe('the messages of a split', () => {
  const said = (id: number, more: object = {}) => ({
    id: `e${id}`,
    seq: id,
    at: '2026-03-10T07:00:00Z',
    kind: 'message' as const,
    visibility: 'customer' as const,
    actor: { kind: 'customer', id: 0, name: '' },
    event: 'customer_message',
    text: '发票也开错了',
    changes: { message_id: id },
    ...more,
  })
  it('are those the customer can read, each once', () => {
    const items = [
      said(1, { event: 'ticket_created', changes: {} }),
      said(2),
      said(3, { kind: 'note', visibility: 'internal' }),
      said(4),
      said(5, { kind: 'event', event: 'split', text: '', changes: { messages: ['4'], to: 'T9' } }),
      said(6, { text: '' }),
    ]
    expect(separable(items).map((m) => m.id)).toEqual([2])
  })
  it('go out as numbers, and without one nothing does', () => {
    const split = stepOf('split') as NonNullable<ReturnType<typeof stepOf>>
    expect(bodyOf(split, { message_ids: '2,17' })).toEqual({ message_ids: [2, 17] })
    expect(missingFields(split, { message_ids: '' })).toEqual(['message_ids'])
  })
})

describe('offer', () => {
  it('puts the first open step of the work first', () => {
    const ticket = aTicket({ allowed: allow('complete_analysis', 'plan', 'resolve') })
    expect(offer(ticket, all).primary?.verb).toBe('complete_analysis')
  })
  it('passes over what is done', () => {
    const ticket = aTicket({ allowed: allow('complete_analysis', 'plan') })
    ticket.handling.analysis_done_at = '2026-03-10T07:00:00Z'
    expect(offer(ticket, all).primary?.verb).toBe('plan')
  })
  it('shows approve and reject together when a decision waits', () => {
    const ticket = aTicket({ allowed: allow('approve', 'reject', 'communicate_solution') })
    const { primary, others } = offer(ticket, all)
    expect([primary?.verb, ...others.map((o) => o.verb)]).toEqual(['approve', 'reject'])
  })
  it('offers nothing without the permission', () => {
    expect(offer(aTicket({ allowed: allow('plan') }), () => false)).toEqual({
      primary: null,
      others: [],
      more: [],
    })
  })
  it('names what refuses the rest', () => {
    const missing = [{ guard: 'solution_not_communicated', zh: '甲', en: 'a' }]
    const ticket = aTicket({
      allowed: [{ transition: 'resolve', allowed: false, reason: '甲', missing }],
    })
    expect(offer(ticket, all).more[0]).toMatchObject({ why: '甲', missing })
  })
})

describe('bodyOf', () => {
  it('sends only what is filled, money in minor units, lines as a list', () => {
    expect(
      bodyOf(plan, {
        plan: ' 换新 ',
        steps: '一\n\n 二 ',
        compensation_minor: 19.99,
        compensation_kind: '',
        product_change: true,
      }),
    ).toEqual({
      plan: '换新',
      steps: ['一', '二'],
      compensation_minor: 1999,
      product_change: true,
    })
  })
  it('names the required fields that are blank', () => {
    expect(missingFields(plan, { plan: '  ' })).toEqual(['plan'])
  })
})

describe('changesBetween', () => {
  it('lists what somebody else changed', () => {
    const before = aTicket()
    const after = aTicket({ priority: 'high', owner: '王思远' })
    expect(changesBetween(before, after)).toEqual([
      { field: 'priority', before: 'mid', after: 'high' },
      { field: 'owner', before: '李静', after: '王思远' },
    ])
    expect(changesBetween(before, aTicket())).toEqual([])
  })
})

describe('moveOf', () => {
  it.each([
    ['pending', 'in_progress', { verb: 'start_work' }],
    ['in_progress', 'resolved', { verb: 'resolve' }],
    ['closed', 'in_progress', { verb: 'reopen' }],
    ['pending', 'resolved', { why: 'not_a_move' }],
    ['closed', 'closed', { why: 'same' }],
  ] as const)('%s → %s', (from, to, expected) => {
    expect(moveOf({ state: from, category: 'malfunction' }, to)).toEqual(expected)
  })
  it('does not test an inquiry', () => {
    expect(moveOf({ state: 'in_progress', category: 'inquiry' }, 'to_be_tested')).toEqual({
      why: 'nothing_to_test',
    })
  })
})
