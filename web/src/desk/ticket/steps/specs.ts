// The steps a ticket can take (docs/api.md), as data: fields, permission, whether the customer reads
// it. The order is the order of work; the first one possible and not yet done is the primary button.
import type { MissingGuard, Ticket } from '../../../shared/api/types'
import { CATEGORIES, COMPLAINT_KINDS, PRIORITIES, SENTIMENTS } from '../../../shared/api/types'

export type FieldKind =
  | 'text'
  | 'long'
  | 'select'
  | 'number'
  | 'money'
  | 'user'
  | 'department'
  | 'instant'
  | 'flag'
  | 'lines'
  | 'messages'

export interface StepField {
  name: string
  kind: FieldKind
  required?: boolean
  vocabulary?: string
  values?: readonly string[]
  from?: (ticket: Ticket) => string | number | boolean | null | undefined
}

export interface Step {
  verb: string
  permission: string
  fields: StepField[]
  /** The customer reads what is written here. */
  outgoing?: boolean
  danger?: boolean
  /** Refused when somebody changed the ticket in between. */
  guarded?: boolean
  /** Already taken: offered under "more", not as the next thing. */
  done?: (ticket: Ticket) => boolean
}

const text = (name: string, more: Partial<StepField> = {}): StepField => ({
  name,
  kind: 'long',
  ...more,
})
const reason = (required = true): StepField => ({ name: 'reason', kind: 'long', required })

export const ROOT_CAUSES = [
  'quality_defect',
  'communication_gap',
  'price_value_gap',
  'staff_conduct',
  'technology_lag',
  'external_event',
  'expectation_gap',
  'management_gap',
] as const
export const COMPENSATIONS = ['apology_letter', 'coupon', 'service_upgrade', 'refund'] as const

export const STEPS: Step[] = [
  {
    verb: 'acknowledge',
    permission: 'ticket.reply',
    outgoing: true,
    fields: [text('text')],
    done: (t) =>
      !t.clocks.some(
        (c) =>
          c.clock === 'ack' && (c.state === 'running' || c.state === 'breached') && !c.stopped_at,
      ),
  },
  { verb: 'start_work', permission: 'ticket.work', fields: [] },
  {
    verb: 'complete_analysis',
    permission: 'ticket.work',
    guarded: true,
    done: (t) => Boolean(t.handling.analysis_done_at),
    fields: [
      text('restated', { required: true, from: (t) => t.handling.restated }),
      {
        name: 'reproduced',
        kind: 'select',
        required: true,
        vocabulary: 'reproduced',
        values: ['yes', 'no', 'not_applicable'],
        from: (t) => t.handling.reproduced,
      },
      text('impact_scope', { required: true, from: (t) => t.handling.impact_scope }),
      { name: 'affected_users', kind: 'number', from: (t) => t.handling.affected_users },
      {
        name: 'root_cause',
        kind: 'select',
        vocabulary: 'root_cause',
        values: ROOT_CAUSES,
        from: (t) => t.analysis.root_cause,
      },
    ],
  },
  {
    verb: 'plan',
    permission: 'ticket.work',
    guarded: true,
    done: (t) => Boolean(t.handling.plan),
    fields: [
      text('plan', { required: true, from: (t) => t.handling.plan }),
      { name: 'steps', kind: 'lines', from: (t) => t.handling.plan_steps.join('\n') },
      {
        name: 'compensation_kind',
        kind: 'select',
        vocabulary: 'compensation',
        values: COMPENSATIONS,
        from: (t) => t.handling.compensation_kind,
      },
      { name: 'compensation_minor', kind: 'money', from: (t) => t.handling.compensation_minor },
      { name: 'product_change', kind: 'flag' },
    ],
  },
  {
    verb: 'evaluate',
    permission: 'ticket.work',
    guarded: true,
    fields: [text('evaluation', { required: true, from: (t) => t.handling.evaluation })],
    done: (t) => Boolean(t.handling.evaluation) || !t.handling.plan,
  },
  { verb: 'request_approval', permission: 'ticket.work', fields: [], guarded: true },
  { verb: 'approve', permission: 'ticket.approve', fields: [text('comment')], guarded: true },
  {
    verb: 'reject',
    permission: 'ticket.approve',
    fields: [text('comment', { required: true })],
    guarded: true,
    danger: true,
  },
  {
    verb: 'implementation_done',
    permission: 'ticket.work',
    fields: [text('comment')],
    done: (t) => !t.handling.plan,
  },
  { verb: 'test_failed', permission: 'ticket.work', fields: [reason()], done: () => true },
  {
    verb: 'communicate_solution',
    permission: 'ticket.reply',
    outgoing: true,
    guarded: true,
    done: (t) => Boolean(t.handling.solution_told_at) || !t.handling.plan,
    fields: [
      text('summary', {
        required: true,
        from: (t) => t.handling.solution_summary || t.handling.plan,
      }),
      text('text', { required: true }),
      { name: 'steps', kind: 'lines', from: (t) => t.handling.plan_steps.join('\n') },
      { name: 'expected_at', kind: 'instant' },
    ],
  },
  {
    verb: 'resolve',
    permission: 'ticket.work',
    guarded: true,
    fields: [text('summary', { required: true, from: (t) => t.handling.solution_summary })],
  },
  { verb: 'confirm', permission: 'ticket.reply', fields: [], done: () => true },
  { verb: 'reopen', permission: 'ticket.reply', fields: [reason()], done: () => true },
  { verb: 'resume', permission: 'ticket.work', fields: [] },
  {
    verb: 'assign',
    permission: 'ticket.assign',
    fields: [
      { name: 'owner_id', kind: 'user', from: (t) => t.owner_id },
      { name: 'department_id', kind: 'department', from: (t) => t.department_id },
      reason(false),
    ],
    done: () => true,
  },
  {
    verb: 'set_priority',
    permission: 'ticket.work',
    guarded: true,
    fields: [
      {
        name: 'priority',
        kind: 'select',
        required: true,
        vocabulary: 'priority',
        values: PRIORITIES,
        from: (t) => t.priority,
      },
      reason(),
    ],
    done: () => true,
  },
  {
    verb: 'correct',
    permission: 'ticket.work',
    guarded: true,
    done: () => true,
    fields: [
      {
        name: 'category',
        kind: 'select',
        vocabulary: 'category',
        values: CATEGORIES,
        from: (t) => t.category,
      },
      {
        name: 'complaint_kind',
        kind: 'select',
        vocabulary: 'kind',
        values: COMPLAINT_KINDS,
        from: (t) => t.complaint_kind,
      },
      {
        name: 'sentiment',
        kind: 'select',
        vocabulary: 'sentiment',
        values: SENTIMENTS,
        from: (t) => t.sentiment,
      },
      { name: 'sensitive', kind: 'flag', from: (t) => t.sensitive },
      reason(false),
    ],
  },
  { verb: 'wait_third_party', permission: 'ticket.work', fields: [reason()], done: () => true },
  {
    verb: 'task',
    permission: 'ticket.work',
    done: () => true,
    fields: [
      { name: 'title', kind: 'text', required: true },
      { name: 'department_id', kind: 'department' },
      { name: 'owner_id', kind: 'user' },
      { name: 'due_at', kind: 'instant' },
    ],
  },
  {
    verb: 'link',
    permission: 'ticket.work',
    done: () => true,
    fields: [
      {
        name: 'kind',
        kind: 'select',
        required: true,
        vocabulary: 'link',
        values: ['related', 'duplicate', 'parent', 'child'],
      },
      { name: 'ticket_no', kind: 'text', required: true },
    ],
  },
  {
    verb: 'merge',
    permission: 'ticket.merge',
    danger: true,
    done: () => true,
    fields: [{ name: 'into', kind: 'text', required: true }],
  },
  {
    verb: 'split',
    permission: 'ticket.merge',
    done: () => true,
    fields: [{ name: 'message_ids', kind: 'messages', required: true }],
  },
  { verb: 'unmerge', permission: 'ticket.merge', fields: [], done: () => true },
  {
    verb: 'void',
    permission: 'ticket.work',
    danger: true,
    done: () => true,
    fields: [
      {
        name: 'reason',
        kind: 'select',
        required: true,
        vocabulary: 'close_reason',
        values: ['duplicate', 'spam', 'withdrawn', 'not_accepted', 'transferred_out'],
      },
      { name: 'of', kind: 'text' },
    ],
  },
  { verb: 'watch', permission: 'ticket.read', fields: [], done: () => true },
  { verb: 'unwatch', permission: 'ticket.read', fields: [], done: () => true },
]

/** Taken by the role whose turn it is. */
const DECISIONS = new Set(['approve', 'reject'])

/** Left out of the "more" menu: they have their own place on the page. */
const ELSEWHERE = new Set(['watch', 'unwatch', 'approve', 'reject'])

export function stepOf(verb: string): Step | undefined {
  return STEPS.find((step) => step.verb === verb)
}

export function allowanceOf(ticket: Ticket, verb: string) {
  return ticket.allowed.find((a) => a.transition === verb)
}

export interface Offer {
  primary: Step | null
  others: Step[]
  more: { step: Step; why: string | null; missing: MissingGuard[] }[]
}

/** What to offer for a ticket to somebody with these rights. */
export function offer(
  ticket: Ticket,
  may: (permission: string) => boolean,
  roles: string[] = [],
): Offer {
  const decides = ticket.handling.approval.steps.find((s) => !s.decision)?.role
  const possible = (step: Step) =>
    (!DECISIONS.has(step.verb) || !decides || roles.includes(decides)) &&
    may(step.permission) &&
    Boolean(allowanceOf(ticket, step.verb)?.allowed)
  const next = STEPS.filter((step) => possible(step) && !step.done?.(ticket))
  const decide = next.filter((s) => DECISIONS.has(s.verb))
  const shown = decide.length > 0 ? decide : next.slice(0, 2)
  const more = STEPS.filter(
    (s) => !shown.includes(s) && !ELSEWHERE.has(s.verb) && may(s.permission),
  )
    .map((step) => {
      const allowance = allowanceOf(ticket, step.verb)
      return {
        step,
        why: allowance && !allowance.allowed ? (allowance.reason ?? '') : null,
        missing: allowance?.missing ?? [],
      }
    })
    .filter(({ step }) => allowanceOf(ticket, step.verb))
  return { primary: shown[0] ?? null, others: shown.slice(1), more }
}

export type Values = Record<string, string | number | boolean | null | undefined>

export function initialValues(step: Step, ticket: Ticket): Values {
  return Object.fromEntries(
    step.fields.map((f) => {
      const value = f.from?.(ticket) || undefined
      return [
        f.name,
        f.kind === 'money' && typeof value === 'number' ? value / 100 : value || undefined,
      ]
    }),
  )
}

/** The request's body: only what is filled, money in minor units, instants in UTC. */
export function bodyOf(step: Step, values: Values): Record<string, unknown> {
  const body: Record<string, unknown> = {}
  for (const field of step.fields) {
    const value = values[field.name]
    if (value === undefined || value === null || value === '') continue
    if (field.kind === 'money') body[field.name] = Math.round(Number(value) * 100)
    else if (field.kind === 'number') body[field.name] = Number(value)
    else if (field.kind === 'lines')
      body[field.name] = String(value)
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean)
    else if (field.kind === 'messages') body[field.name] = String(value).split(',').map(Number)
    else if (field.kind === 'flag') body[field.name] = Boolean(value)
    else if (field.kind === 'instant')
      body[field.name] = new Date(String(value)).toISOString().replace(/\.\d+Z$/, 'Z')
    else body[field.name] = typeof value === 'string' ? value.trim() : value
  }
  return body
}

export function missingFields(step: Step, values: Values): string[] {
  return step.fields
    .filter((f) => f.required && !String(values[f.name] ?? '').trim())
    .map((f) => f.name)
}
