// What the desk and the customer pages call the shapes of the API. The shapes themselves are
// generated from the program (schema.ts); only what no schema can say is written here.
import type * as api from './schema'

export type {
  Attachment,
  BulkNotice,
  BulkNotices,
  Category,
  ChannelCount,
  Clock,
  ClockState,
  Department,
  FormField,
  FormOption,
  Handling,
  Incident,
  IncidentCandidates,
  IncidentOutcome,
  IncidentReport,
  IncidentRow,
  Incidents,
  Me,
  NextDue,
  NoticeText,
  NoticeValues,
  Priority,
  ProblemCode,
  PublicForm,
  Role,
  SavedView,
  SavedViews,
  Sentiment,
  SimilarTickets,
  State,
  Task,
  Ticket,
  TicketRow,
  Track,
  User,
  VerdictQuality,
  ViewCount,
  Wall,
} from './schema'

export type Locale = 'zh-CN' | 'en' | 'zh-TW'
export type Id = number
export type Localised = Partial<Record<Locale, string>>

export type Analysis = api.Understanding
export type Evidence = api.EvidenceSpan
export type MissingGuard = api.Missing
export type AllowedTransition = api.Allowed
export type TicketLink = api.Link
export type CustomerCard = api.Customer
export type Approval = api.ApprovalItem
export type ApprovalStep = api.ApprovalStep
export type TimelineItem = api.TimelineItem
export type BoardColumn = api.BoardColumn
export type Challenge = api.ChallengeOut
export type Filed = api.FeedbackOut

export const STATES: api.State[] = ['pending', 'in_progress', 'to_be_tested', 'resolved', 'closed']
export const PRIORITIES: api.Priority[] = ['high', 'mid', 'low']
export const CATEGORIES: api.Category[] = [
  'complaint',
  'malfunction',
  'inquiry',
  'suggestion',
  'other',
]
export const COMPLAINT_KINDS: readonly api.ComplaintKind[] = [
  'product',
  'service',
  'price',
  'logistics',
]
export const SENTIMENTS: api.Sentiment[] = ['positive', 'neutral', 'negative']
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
] as const satisfies readonly api.Channel[]

export interface List<T> {
  items: T[]
  next_cursor: string | null
}

/** A message of the WebSocket /api/v1/live, which OpenAPI does not describe. */
export interface LiveFact {
  seq: number
  at: string
  kind: string
  ticket_no: string | null
  actor: string | null
}

/** A versioned setting, form, policy, calendar, template: edited as a whole, never overwritten unseen. */
export interface Document<T = unknown> extends Omit<api.Document, 'body'> {
  body: T
}
