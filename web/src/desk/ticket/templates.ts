// Reply templates: `{{name}}` is filled from the ticket; what nobody can know yet stands as 【name】 for
// the person to fill in. A line that holds only an optional value without one is left out.
import type { Locale, Ticket } from '../../shared/api/types'
import { formatInstant } from '../../shared/time'
import type { Words } from '../app/i18n'

export interface TemplateBody {
  subject: string
  text: string
}

/** "ack_high:en:sms" → "确认收到（高） · en · 短信". */
export function templateName(id: string, word: Words['word']): string {
  const [stage, locale, channel] = id.split(':')
  return [word('template', stage), locale, channel && word('channel', channel)]
    .filter(Boolean)
    .join(' · ')
}

/** Templates in the customer's language and for writing by hand; those for text messages are left out. */
export function fitsTicket(id: string, ticket: Ticket): boolean {
  const [, locale, channel] = id.split(':')
  if (channel) return false
  return !locale || (locale === 'en') === (ticket.lang === 'en')
}

const OPTIONAL = new Set(['workaround'])

export function valuesOf(
  ticket: Ticket,
  { word, locale }: Pick<Words, 'word' | 'locale'>,
): Record<string, string> {
  const customerLocale: Locale = ticket.lang === 'en' ? 'en' : locale === 'en' ? 'zh-CN' : locale
  const topic = ticket.topics[0]
  const due = ticket.clocks.find((c) => c.clock === 'solution' && !c.stopped_at) ?? ticket.next_due
  const values: Record<string, string> = {
    ticket_no: ticket.ticket_no,
    customer_title: ticket.customer?.name_masked || (ticket.lang === 'en' ? 'customer' : '客户'),
    topic: topic ? word('topic', topic) : ticket.title,
    issue: ticket.title,
    suggestion: ticket.title,
    team_name: ticket.department,
    owner_name: ticket.owner,
    solution: ticket.handling.plan,
    steps: ticket.handling.plan_steps.map((step, i) => `${i + 1}. ${step}`).join('\n'),
    summary: ticket.handling.solution_summary,
    result: ticket.handling.solution_summary,
    expected_time: due ? formatInstant(due.due_at, customerLocale) : '',
  }
  values.next_time = values.expected_time ?? ''
  return values
}

export function fill(
  text: string,
  values: Record<string, string>,
  name: (variable: string) => string,
): string {
  return text
    .split('\n')
    .filter((line) => {
      const variables = [...line.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1] ?? '')
      return !variables.some((v) => OPTIONAL.has(v) && !values[v])
    })
    .join('\n')
    .replace(/\{\{(\w+)\}\}/g, (_, variable: string) => values[variable] || `【${name(variable)}】`)
}
