// SLA policies as stored (document kind "sla_policy"); the server checks them.

export interface PolicyClock {
  clock: string
  target?: string | null
  limit?: string | null
}
export interface PolicyWhen {
  priority?: string | null
  category?: string | null
  channel?: string | null
  customer_tier?: string | null
  department_id?: number | null
}
export interface PolicyBody {
  name: string
  active: boolean
  when: PolicyWhen
  clocks: PolicyClock[]
  /** Duties of law: "stat_bank_reply", or with a longer stage "stat_bank_reply:complex". */
  statutory: string[]
}

/** Clocks a policy may set; reopen_ack has the term of ack. */
export const POLICY_CLOCKS = [
  'ack',
  'first_response',
  'interim',
  'analysis',
  'solution',
  'chat_answer',
] as const

/** Duties whose period begins with the receipt, and their longer stages (domain/statutory). */
export const DUTIES = [
  'stat_telecom_reply',
  'stat_telecom_fault',
  'stat_telecom_fault:rural',
  'stat_telecom_appeal',
  'stat_bank_reply',
  'stat_bank_reply:complex',
  'stat_bank_reply:special',
  'stat_delay_15d',
  'stat_admin_7wd',
  'stat_gdpr_dsr',
  'stat_gdpr_dsr:extended',
  'stat_pipl_dsr',
  'stat_pipl_dsr:extended',
] as const

export const dutyOf = (choice: string) => choice.split(':')[0] ?? ''

/** One stage of a duty: choosing another takes its place. */
export function chooseDuties(chosen: string[]): string[] {
  return chosen.filter(
    (choice, i) => !chosen.slice(i + 1).some((later) => dutyOf(later) === dutyOf(choice)),
  )
}

export const TERM_UNITS = [
  's',
  'min',
  'min business_hours',
  'h',
  'h business_hours',
  'wd',
  'd',
  'w',
  'months',
] as const

/** What was left out of a document is what it means to leave it out. */
export function fullPolicy(body: Partial<PolicyBody>): PolicyBody {
  return {
    name: body.name ?? '',
    active: body.active ?? true,
    when: body.when ?? {},
    clocks: body.clocks ?? [],
    statutory: body.statutory ?? [],
  }
}

/** "24 h business_hours" as a number and a unit; the number is absent while none is typed. */
export function readTerm(text: string | null | undefined): { n: number | null; unit: string } {
  const found = /^(\d+) ?([a-z]+(?: [a-z_0-9]+)?)$/.exec(text ?? '')
  if (!found) return { n: null, unit: 'h' }
  return { n: Number(found[1]), unit: (found[2] ?? 'h').replace(' calendar_24x7', '') }
}

export function writeTerm(n: number | null, unit: string): string | undefined {
  return n === null ? undefined : `${n} ${unit}`
}

/** The condition without what was emptied. */
export function withCondition(when: PolicyWhen, change: PolicyWhen): PolicyWhen {
  const next = { ...when, ...change }
  return Object.fromEntries(Object.entries(next).filter(([, v]) => v !== undefined && v !== ''))
}
