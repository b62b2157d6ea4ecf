// The shapes of docs/api.md. Instants are ISO 8601 UTC texts; money is in minor units.

export type State = 'pending' | 'in_progress' | 'to_be_tested' | 'resolved' | 'closed'
export type Priority = 'high' | 'mid' | 'low'
export type Category = 'suggestion' | 'complaint' | 'malfunction' | 'inquiry' | 'other'
export type Sentiment = 'positive' | 'neutral' | 'negative'
export type ClockState = 'running' | 'paused' | 'met' | 'breached' | 'met_late' | 'void'
export type Locale = 'zh-CN' | 'en' | 'zh-TW'
export type Id = number
export type Localised = Partial<Record<Locale, string>>

export const STATES: State[] = ['pending', 'in_progress', 'to_be_tested', 'resolved', 'closed']
export const PRIORITIES: Priority[] = ['high', 'mid', 'low']
export const CATEGORIES: Category[] = ['complaint', 'malfunction', 'inquiry', 'suggestion', 'other']
export const COMPLAINT_KINDS = ['product', 'service', 'price', 'logistics'] as const
export const SENTIMENTS: Sentiment[] = ['positive', 'neutral', 'negative']
export const CHANNELS = [
  'web_form',
  'in_app',
  'email',
  'phone',
  'chat',
  'bot',
  'social_public',
  'social_dm',
  'sms',
  'inbox',
  'offline_box',
  'store_qr',
  'file_import',
  'api',
  'callback',
  'survey',
  'trial',
  'mystery_shopper',
  'interview',
  'third_party',
  'regulator',
] as const

export interface List<T> {
  items: T[]
  next_cursor: string | null
}

export interface Me {
  id: Id
  user: string
  display_name: string
  locale: Locale
  department_id: Id
  department: string
  roles: string[]
  permissions: string[]
  csrf_token: string
  /** What must be done first; until then the session may do nothing else. */
  limit?: 'none' | 'password_change' | 'two_factor_setup'
  two_factor: boolean
  two_factor_required: boolean
}

export interface NextDue {
  clock: string
  due_at: string
  state: ClockState
}

export interface TicketRow {
  id: Id
  ticket_no: string
  state: State
  sub_state: string | null
  priority: Priority
  category: Category
  complaint_kind: string | null
  channel: string
  sentiment: Sentiment
  emotion_intensity: number
  sensitive: boolean
  title: string
  topics: string[]
  product: string | null
  department_id: Id | null
  department: string
  owner_id: Id | null
  owner: string
  customer_masked: string
  received_at: string
  updated_at: string
  next_due: NextDue | null
  breached: boolean
  unread: boolean
  tags: string[]
  version: number
}

export interface Clock {
  clock: string
  cycle: number
  state: ClockState
  started_at: string
  due_at: string
  target_due_at: string | null
  stopped_at: string | null
  statutory: boolean
  calendar_incomplete: boolean
  explained: { at: string; zh: string; en: string }[]
}

export interface Evidence {
  field: string
  start: number
  end: number
  weight: number
}

export interface Analysis {
  confidence: number
  evidence: Evidence[]
  rule: string
  version: string
  emotions: string[]
  sensitive_classes: string[]
  root_cause: string
}

export interface ApprovalStep {
  role: string
  decided_by: string
  decision: string
  at: string | null
  comment: string
}

export interface Handling {
  restated: string
  reproduced: string
  impact_scope: string
  affected_users: number
  analysis_done_at: string | null
  plan: string
  plan_steps: string[]
  compensation_kind: string
  compensation_minor: number
  evaluation: string
  approval: { state: string; steps: ApprovalStep[] }
  solution_summary: string
  solution_told_at: string | null
  cycle: number
}

export interface MissingGuard {
  guard: string
  zh: string
  en: string
}

export interface AllowedTransition {
  transition: string
  allowed: boolean
  reason: string
  missing: MissingGuard[]
}

export interface Task {
  id: Id
  title: string
  department_id: Id | null
  owner_id: Id | null
  department: string
  owner: string
  due_at: string | null
  done_at: string | null
  created_at: string
  result: string
}

export interface TicketLink {
  kind: string
  ticket_no: string
  title: string
  state: State
}

export interface CustomerCard {
  id: Id
  name_masked: string
  mobile_masked: string
  email_masked: string
  tier: string
  tickets: number
  erased: boolean
}

export interface Ticket extends TicketRow {
  content: string
  lang: string
  order_no: string
  close_reason: string | null
  first_owner: string
  custom: Record<string, unknown>
  analysis: Analysis
  handling: Handling
  clocks: Clock[]
  customer: CustomerCard | null
  links: TicketLink[]
  tasks: Task[]
  watchers: { id: Id; name: string }[]
  allowed: AllowedTransition[]
  routing: { rule: string; version: number; did: string[] }[]
  attachments: {
    id: Id
    name: string
    content_type: string
    size_bytes: number
    created_at: string
  }[]
  rating: number | null
  rating_comment: string
  etag: string
}

export interface TimelineItem {
  id: string
  seq: number
  at: string
  kind: 'message' | 'note' | 'event'
  visibility: 'customer' | 'internal'
  actor: { kind: string; id: Id; name: string }
  event: string
  text: string
  changes: Record<string, unknown> | null
}

export interface ViewCount {
  view: string
  count: number
}

export interface BoardColumn {
  state: State
  count: number
  oldest_at: string | null
  items: TicketRow[]
}

export interface Wall {
  backlog: number
  backlog_by_age: { band: string; n: number }[]
  due_1h: number
  breached_now: number
  by_person: { user_id: Id; name: string; open: number; capacity: number; online: boolean }[]
  by_channel: { channel: string; n: number }[]
  hours: {
    hour: string
    received: number
    resolved: number
    usual_low: number
    usual_high: number
  }[]
  escalations: { at: string; ticket_no: string; level: string; clock: string }[]
}

export interface Approval {
  ticket_no: string
  title: string
  priority: Priority
  role: string
  step: number
  requested_by: string
  requested_at: string
}

export interface LiveFact {
  seq: number
  at: string
  kind: string
  ticket_no: string | null
  actor: string | null
}

export interface Department {
  id: Id
  name: string
  code: string
  parent_id: Id | null
  calendar_id: string
  active: boolean
  members: number
  open: number
  version: number
}

export interface User {
  id: Id
  user: string
  display_name: string
  tier: string
  email: string
  locale: string
  department_id: Id | null
  department: string
  roles: string[]
  skills: string[]
  capacity: number
  active: boolean
  online: boolean
  two_factor: boolean
  version: number
}

export interface Role {
  role: string
  label: { zh: string; en: string }
  permissions: string[]
  two_factor_required: boolean
  version: number
}

/** A versioned setting, form, policy, calendar, template: edited as a whole, never overwritten unseen. */
export interface Document<T = unknown> {
  id: string
  version: number
  body: T
  at: string
  by: string
  by_name: string
}

export interface Track {
  ticket_no: string
  state: State
  step: number
  steps: { id: string; at: string | null }[]
  received_at: string
  handled_by: string
  next_promised_at: string | null
  can_confirm: boolean
  can_reopen: boolean
  can_rate: boolean
  rating: number | null
  messages: { id: string; from: 'customer' | 'staff' | 'system'; at: string; text: string }[]
  solution: { summary: string; steps: string[]; expected_at: string | null } | null
}

export interface FormField {
  name: string
  kind: 'text' | 'select' | 'order_no' | 'store' | 'product'
  label: Localised
  required: boolean
  options?: (string | { value: string; label: Localised })[]
}

export interface PublicForm {
  form: string
  title: Localised
  intro: Localised
  categories: Category[]
  fields: FormField[]
  products: string[]
}

export interface Challenge {
  challenge: string
  difficulty: number
  algorithm: 'sha256'
  expires_at: string
}

export interface Filed {
  ticket_no: string
  tracking_url: string
  tracking_secret: string
  contact_code: string
  receipt: string
  duplicate: boolean
  promised_at: string | null
}
