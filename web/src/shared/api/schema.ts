// Generated from docs/openapi.json by scripts/make-types.mjs; not edited by hand.

export interface AgeBand {
  band: string
  n: number
}

export interface Allowed {
  transition: string
  allowed: boolean
  reason: string
  missing: Missing[]
}

export interface Approval {
  state: string
  steps: ApprovalStep[]
}

export interface ApprovalItem {
  ticket_no: string
  title: string
  priority: Priority
  role: string
  step: number
  requested_by: string
  requested_at: string
}

export interface ApprovalStep {
  role: string
  decided_by: string
  decision: string
  at: string | null
  comment: string
}

export interface Approvals {
  items: ApprovalItem[]
}

export interface Attachment {
  id: number
  name: string
  content_type: string
  size_bytes: number
  created_at: string
  from: string
  visibility: string
}

export interface Board {
  columns: BoardColumn[]
}

export interface BoardColumn {
  state: State
  count: number
  oldest_at: string | null
  items: TicketRow[]
}

export interface BulkDecisionIn {
  comment?: string | null
}

export interface BulkIn {
  ticket_nos: string[]
  transition: string
  body?: TransitionIn | null
}

export interface BulkNotice {
  id: number
  update_id: string
  incident_no: string
  state: string
  kind: string
  author: string
  created_at: string
  texts: NoticeText[]
  template_id: string | null
  summary: string | null
  steps: string[]
  next_at: string | null
  audience: number
  reached: number
  done: number
  already: number
  refused: number
  hidden: number
  ticket_nos: string[]
  decided_by: string | null
  comment: string | null
  decided_at: string | null
  items: IncidentOutcome[]
  may_decide: boolean
  may_withdraw: boolean
}

export interface BulkNoticeIn {
  incident_no: string
  kind: string
  text?: string | null
  template_id?: string | null
  values?: NoticeValues | null
  summary?: string | null
  steps?: string[] | null
  next_at?: string | null
}

export interface BulkNotices {
  items: BulkNotice[]
}

export interface BulkOut {
  done: string[]
  refused: Refused[]
}

export type Category = 'suggestion' | 'complaint' | 'malfunction' | 'inquiry' | 'other'

export interface ChallengeOut {
  challenge: string
  difficulty: number
  algorithm: string
  expires_at: string
}

export interface ChangedDue {
  ticket_no: string
  clock: string
  before: string | null
  after: string | null
}

export type Channel = 'web_form' | 'in_app' | 'email' | 'phone' | 'chat' | 'bot' | 'social_public' | 'social_dm' | 'sms' | 'inbox' | 'offline_box' | 'store_qr' | 'file_import' | 'api' | 'callback' | 'survey' | 'trial' | 'mystery_shopper' | 'interview' | 'third_party' | 'regulator'

export interface ChannelCount {
  channel: string
  n: number
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
  explained: ExplainedStep[]
}

export type ClockState = 'running' | 'paused' | 'met' | 'breached' | 'met_late' | 'void'

export type CloseReason = 'confirmed' | 'auto_no_reply' | 'duplicate' | 'spam' | 'withdrawn' | 'not_accepted' | 'transferred_out'

export interface CodeIn {
  code: string
}

export type ComplaintKind = 'product' | 'service' | 'price' | 'logistics'

export interface Confusion {
  was: string
  now: string
  count: number
}

export interface Contact {
  name?: string | null
  mobile?: string | null
  email?: string | null
}

export interface Customer {
  id: number
  name_masked: string
  mobile_masked: string
  email_masked: string
  tier: string
  tickets: number
  erased: boolean
}

export interface Department {
  id: number
  name: string
  code: string
  calendar_id: string
  parent_id: number | null
  active: boolean
  members: number
  open: number
  version: number
}

export interface DepartmentEdit {
  name?: string | null
  calendar_id?: string | null
  parent_id?: number | null
  active?: boolean | null
  version: number
}

export interface DepartmentIn {
  name: string
  code?: string | null
  calendar_id?: string | null
  parent_id?: number | null
}

export interface Departments {
  items: Department[]
}

export interface Document {
  id: string
  version: number
  body: unknown
  at: string
  by: string
  by_name: string
}

export interface DocumentIn {
  body: unknown
  version: number
}

export interface Documents {
  items: Document[]
}

export interface EditIn {
  title?: string | null
  product?: string | null
  order_no?: string | null
  tags?: string[] | null
  topics?: string[] | null
  custom?: Object | null
}

export interface Erasure {
  customer_id: number
  tickets: number
  messages: number
  attachments: number
  open_tickets: string[]
  held_tickets: string[]
  erased_at: string | null
}

export interface Escalation {
  at: string
  ticket_no: string
  level: string
  clock: string
}

export interface Event {
  seq: number
  at: string
  actor: string
  kind: string
  payload: unknown
  leaf_hash: string
}

export interface Events {
  items: Event[]
}

export interface EvidenceSpan {
  field: string
  start: number
  end: number
  weight: number
}

export interface ExplainedStep {
  at: string
  zh: string
  en: string
}

export interface FeedbackIn {
  channel: string
  text: string
  category?: string | null
  complaint_kind?: string | null
  priority?: string | null
  product?: string | null
  order_no?: string | null
  form?: string | null
  website?: string | null
  contact?: Contact | null
  received_at?: string | null
  custom?: Object | null
  pow?: Pow | null
  widget?: WidgetIn | null
  department_id?: number | null
  owner_id?: number | null
  to_human?: boolean | null
}

export interface FeedbackOut {
  ticket_no: string
  tracking_url: string
  tracking_secret: string
  contact_code: string
  receipt: string
  duplicate: boolean
  promised_at: string | null
}

export interface FieldQuality {
  field: string
  seen: number
  wrong: number
  rate: number
  low: number
  high: number
}

export interface FormField {
  name: string
  kind: string
  label: Record<string, string>
  help: Record<string, string>
  required: boolean
  options: FormOption[]
  min: number | null
  max: number | null
}

export interface FormOption {
  value: string
  label: Record<string, string>
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
  approval: Approval
  solution_summary: string
  solution_told_at: string | null
  cycle: number
}

export interface Head {
  head: string
  public_key: string
}

export interface Incident {
  ticket: TicketRow
  children: TicketRow[]
  hidden: number
}

export interface IncidentCandidate {
  count: number
  tickets: TicketRow[]
}

export interface IncidentCandidates {
  items: IncidentCandidate[]
}

export interface IncidentIn {
  parent?: string | null
  title?: string | null
  text?: string | null
  ticket_nos: string[]
}

export interface IncidentOutcome {
  ticket_no: string
  result: string
  code: string | null
  detail: string | null
  missing: Missing[]
}

export interface IncidentReport {
  trial: boolean
  update_id: string | null
  texts: NoticeText[]
  done: number
  already: number
  refused: number
  hidden: number
  items: IncidentOutcome[]
}

export interface IncidentResolveIn {
  solution?: string | null
  summary: string
  steps?: string[] | null
  template_id?: string | null
  values?: NoticeValues | null
}

export interface IncidentRow {
  ticket: TicketRow
  children: number
  open: number
  breached: number
  oldest_due: string | null
}

export interface IncidentUpdateIn {
  text?: string | null
  kind?: string | null
  next_at?: string | null
  template_id?: string | null
  values?: NoticeValues | null
}

export interface Incidents {
  items: IncidentRow[]
}

export interface Link {
  kind: string
  ticket_no: string
  title: string | null
  state: State | null
}

export interface LogEvent {
  seq: number
  at: string
  ticket_no: string
  actor: string
  kind: string
  payload: unknown
  leaf_hash: string
}

export interface LogEvents {
  items: LogEvent[]
  next_cursor: string | null
}

export interface MacroStepOut {
  action: string
  text: string
  to: string
  allowed: boolean
  code: string | null
  detail: string | null
  missing: string[]
}

export interface MacroTrial {
  title: string
  allowed: boolean
  steps: MacroStepOut[]
}

export interface Me {
  id: number
  user: string
  display_name: string
  locale: string
  department_id: number | null
  department: string
  roles: string[]
  permissions: string[]
  csrf_token: string
  limit: SessionLimit
  two_factor: boolean
  two_factor_required: boolean
}

export interface Misjudged {
  ticket: TicketRow
  field: string
  was: string
  now: string
}

export interface Missing {
  guard: string
  zh: string
  en: string
}

export interface Named {
  id: number
  name: string
}

export interface NextDue {
  clock: string
  due_at: string
  state: ClockState
}

export type Nothing = Record<string, never>

export interface NoticeText {
  lang: string
  subject: string
  text: string
}

export interface NoticeValues {
  scope?: string | null
  start_time?: string | null
  impact?: string | null
  workaround?: string | null
}

export type Object = Record<string, unknown>

export interface OptionalTextIn {
  text?: string | null
}

export interface Outbox {
  items: OutboxItem[]
  next_cursor: string | null
}

export interface OutboxItem {
  id: number
  created_at: string
  kind: string
  template_id: string
  state: string
  attempts: number
  next_at: string | null
  sent_at: string | null
  last_error: string
  ticket_no: string
}

export interface PasswordIn {
  old_password: string
  new_password: string
}

export interface PasswordOnly {
  password: string
}

export interface Permission {
  id: string
  zh: string
  en: string
}

export interface Permissions {
  items: Permission[]
}

export interface PersonLoad {
  user_id: number
  name: string
  open: number
  capacity: number
  online: boolean
}

export interface Pow {
  challenge: string
  nonce: string
}

export interface Presence {
  online: boolean
}

export interface PreviewIn {
  received_at: string
  priority: string
  category?: string | null
  channel?: string | null
  customer_tier?: string | null
  department_id?: number | null
  draft_id?: string | null
  draft?: unknown | null
  calendar?: string | null
}

export interface PreviewOut {
  clocks: Clock[]
}

export type Priority = 'low' | 'mid' | 'high'

export interface Problem {
  type: string
  title: string
  status: number
  detail: string
  request_id: string
  errors: (Record<string, unknown>)[]
}

export interface Process {
  cases: number
  events: number
  activities: Record<string, number>
  start: Record<string, number>
  end: Record<string, number>
  dfg: ProcessArc[]
  variants: ProcessVariant[]
  variant_count: number
  case_duration_s: ProcessDuration
  rework: ProcessRework
  bottlenecks: ProcessBottleneck[]
  unreadable_events: number
}

export interface ProcessArc {
  from: string
  to: string
  count: number
  mean_s: number
  median_s: number
  p90_s: number
  min_s: number
  max_s: number
}

export interface ProcessBottleneck {
  kind: string
  from: string
  to: string
  count: number
  mean_wait_s: number
  total_wait_s: number
  share: number
  saved_per_case_s: number
  flagged: boolean
}

export interface ProcessDuration {
  mean: number
  median: number
  p90: number
  min: number
  max: number
}

export interface ProcessFinding {
  kind: string
  activities: string[]
  owners: string[]
  cases: number
  count: number
  share: number
  seconds: number
  impact_s: number
  ticket_nos: string[]
}

export interface ProcessFindings {
  items: ProcessFinding[]
}

export interface ProcessRework {
  cases: number
  rate: number
}

export interface ProcessTickets {
  count: number
  ticket_nos: string[]
}

export interface ProcessVariant {
  path: string[]
  count: number
}

export interface PublicForm {
  form: string
  title: Record<string, string>
  intro: Record<string, string>
  categories: Category[]
  fields: FormField[]
  products: string[]
  contact: string
}

export interface Quarantine {
  items: QuarantineItem[]
  next_cursor: string | null
}

export interface QuarantineItem {
  id: number
  at: string
  source: string
  reason: string
  state: string
  attempts: number
}

export interface RateIn {
  rating: number
  comment?: string | null
}

export interface ReasonIn {
  reason: string
}

export interface ReceiptOut {
  receipt: string
}

export interface RecomputeIn {
  dry_run: boolean
}

export interface RecomputeOut {
  open: number
  changed: number
  samples: ChangedDue[]
}

export interface RecoveryOut {
  recovery_codes: string[]
}

export interface Refused {
  ticket_no: string
  detail: string
}

export interface Revealed {
  value: string
  until: string
}

export interface Role {
  role: string
  label: RoleLabel
  permissions: string[]
  two_factor_required: boolean
  version: number
}

export interface RoleIn {
  permissions: string[]
  two_factor_required?: boolean | null
  zh?: string | null
  en?: string | null
  version: number
}

export interface RoleLabel {
  zh: string
  en: string
}

export interface Roles {
  items: Role[]
}

export interface RoutingChange {
  ticket_no: string
  before: string
  after: string
}

export interface RoutingDryRun {
  tickets: number
  changed: number
  samples: RoutingChange[]
}

export interface RoutingRules {
  version: number
  body: unknown
}

export interface RoutingStep {
  rule: string
  version: number
  did: string[]
}

export interface SavedView {
  id: number
  name: string
  query: string
  shared: string
  owner: string
  mine: boolean
  removable: boolean
}

export interface SavedViewIn {
  name: string
  query: string
  shared?: string | null
}

export interface SavedViews {
  items: SavedView[]
  may_share_with_everybody: boolean
}

export type Sentiment = 'positive' | 'neutral' | 'negative'

export interface SessionIn {
  user: string
  password: string
  totp?: string | null
}

export type SessionLimit = 'none' | 'password_change' | 'two_factor_setup'

export type Severity = 'error' | 'warning'

export interface SimilarTicket {
  ticket: TicketRow
  likeness: number
  near_duplicate: boolean
}

export interface SimilarTickets {
  items: SimilarTicket[]
}

export type State = 'pending' | 'in_progress' | 'to_be_tested' | 'resolved' | 'closed'

export type SubState = 'analysing' | 'planning' | 'waiting_approval' | 'executing' | 'waiting_customer' | 'waiting_third_party'

export interface SubjectReason {
  reason: string
}

export interface Task {
  id: number
  title: string
  department_id: number | null
  owner_id: number | null
  department: string
  owner: string
  due_at: string | null
  done_at: string | null
  created_at: string
  result: string
}

export interface TemplateFinding {
  code: string
  severity: Severity
  zh: string
  en: string
}

export interface TemplateFindings {
  findings: TemplateFinding[]
}

export interface TemplateIn {
  id: string
  subject: string
  text: string
}

export interface TextIn {
  text: string
}

export interface Ticket {
  id: number
  ticket_no: string
  state: State
  sub_state: SubState | null
  priority: Priority
  category: Category
  complaint_kind: ComplaintKind | null
  channel: string
  sentiment: Sentiment
  emotion_intensity: number
  sensitive: boolean
  title: string
  topics: string[]
  product: string | null
  department_id: number | null
  department: string
  owner_id: number | null
  owner: string
  customer_masked: string
  received_at: string
  updated_at: string
  next_due: NextDue | null
  breached: boolean
  unread: boolean
  tags: string[]
  version: number
  content: string
  lang: string
  order_no: string
  close_reason: CloseReason | null
  first_owner: string
  custom: Object
  analysis: Understanding
  handling: Handling
  clocks: Clock[]
  customer: Customer | null
  links: Link[]
  tasks: Task[]
  watchers: Named[]
  allowed: Allowed[]
  routing: RoutingStep[]
  attachments: Attachment[]
  rating: number | null
  rating_comment: string
  etag: string
}

export interface TicketNos {
  ticket_nos: string[]
}

export interface TicketPage {
  items: TicketRow[]
  next_cursor: string | null
}

export interface TicketRow {
  id: number
  ticket_no: string
  state: State
  sub_state: SubState | null
  priority: Priority
  category: Category
  complaint_kind: ComplaintKind | null
  channel: string
  sentiment: Sentiment
  emotion_intensity: number
  sensitive: boolean
  title: string
  topics: string[]
  product: string | null
  department_id: number | null
  department: string
  owner_id: number | null
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

export interface Timeline {
  items: TimelineItem[]
}

export interface TimelineActor {
  kind: string
  id: number
  name: string
}

export interface TimelineItem {
  id: string
  seq: number
  at: string
  kind: TimelineKind
  visibility: Visibility
  actor: TimelineActor
  event: string
  text: string
  changes: unknown
}

export type TimelineKind = 'message' | 'note' | 'event'

export interface Token {
  id: number
  name: string
  user: string
  scopes: string[]
  created_at: string
  expires_at: string
  revoked_at: string | null
}

export interface TokenIn {
  name: string
  scopes: string[]
  user_id?: number | null
  days?: number | null
}

export interface TokenOut {
  id: number
  token: string
  expires_at: string
}

export interface Tokens {
  items: Token[]
}

export interface TotpOut {
  secret: string
  uri: string
}

export interface Track {
  ticket_no: string
  state: State
  step: number
  steps: TrackStep[]
  received_at: string
  handled_by: string
  next_promised_at: string | null
  can_confirm: boolean
  can_reopen: boolean
  can_rate: boolean
  can_ask_person: boolean
  waits_for_person: boolean
  rating: number | null
  messages: TrackMessage[]
  solution: TrackSolution | null
  attachments: Attachment[]
}

export type TrackAuthor = 'customer' | 'staff' | 'system'

export interface TrackIn {
  ticket_no: string
  contact_code: string
}

export interface TrackMessage {
  id: string
  from: TrackAuthor
  at: string
  text: string
}

export interface TrackSecret {
  tracking_secret: string
}

export interface TrackSolution {
  summary: string
  steps: string[]
  expected_at: string | null
}

export interface TrackStep {
  id: string
  at: string | null
}

export interface TransitionIn {
  text?: string | null
  summary?: string | null
  reason?: string | null
  comment?: string | null
  restated?: string | null
  reproduced?: string | null
  impact_scope?: string | null
  root_cause?: string | null
  plan?: string | null
  compensation_kind?: string | null
  evaluation?: string | null
  priority?: string | null
  category?: string | null
  complaint_kind?: string | null
  sentiment?: string | null
  kind?: string | null
  ticket_no?: string | null
  into?: string | null
  field?: string | null
  title?: string | null
  result?: string | null
  of?: string | null
  steps?: string[] | null
  mentions?: number[] | null
  message_ids?: number[] | null
  owner_id?: number | null
  department_id?: number | null
  affected_users?: number | null
  compensation_minor?: number | null
  task_id?: number | null
  sensitive?: boolean | null
  product_change?: boolean | null
  automatic?: boolean | null
  next_at?: string | null
  expected_at?: string | null
  due_at?: string | null
}

export interface Understanding {
  confidence: number
  evidence: EvidenceSpan[]
  rule: string
  version: string
  emotions: string[]
  sensitive_classes: string[]
  root_cause: string
}

export interface User {
  id: number
  user: string
  display_name: string
  tier: string
  email: string
  locale: string
  department_id: number | null
  department: string
  roles: string[]
  skills: string[]
  capacity: number
  active: boolean
  online: boolean
  two_factor: boolean
  version: number
}

export interface UserEdit {
  display_name?: string | null
  tier?: string | null
  email?: string | null
  locale?: string | null
  department_id?: number | null
  capacity?: number | null
  roles?: string[] | null
  skills?: string[] | null
  active?: boolean | null
  version: number
}

export interface UserIn {
  user: string
  password: string
  display_name?: string | null
  tier?: string | null
  email?: string | null
  locale?: string | null
  department_id?: number | null
  capacity?: number | null
  roles: string[]
  skills?: string[] | null
}

export interface Users {
  items: User[]
}

export interface VerdictQuality {
  versions: VersionQuality[]
  category: Confusion[]
  examples: Misjudged[]
}

export interface Verified {
  ok: boolean
  events: number
  heads: number
  first_bad: number | null
  findings: VerifyFinding[]
}

export interface VerifyFinding {
  kind: string
  zh: string
  en: string
}

export interface Version {
  version: number
}

export interface VersionQuality {
  version: string
  first_at: string
  last_at: string
  tickets: number
  seen: number
  fields: FieldQuality[]
}

export interface ViewCount {
  view: string
  count: number
}

export interface Views {
  items: ViewCount[]
}

export type Visibility = 'customer' | 'internal'

export interface Wall {
  backlog: number
  due_1h: number
  breached_now: number
  backlog_by_age: AgeBand[]
  by_channel: ChannelCount[]
  by_person: PersonLoad[]
  hours: WallHour[]
  escalations: Escalation[]
}

export interface WallHour {
  hour: string
  received: number
  resolved: number
  usual_low: number
  usual_high: number
}

export interface Webhook {
  id: string
  url: string
  description: string
  events: string[]
  active: boolean
  stopped: string
  old_secret_until: string | null
  secret_since: string
  changed_at: string
  version: number
}

export interface WebhookDeliveries {
  items: WebhookDelivery[]
}

export interface WebhookDelivery {
  id: number
  event: string
  state: string
  attempts: number
  created_at: string
  next_at: string | null
  sent_at: string | null
  last_error: string
  ticket_no: string
}

export interface WebhookEdit {
  url?: string | null
  description?: string | null
  events?: string[] | null
  active?: boolean | null
  version: number
}

export interface WebhookIn {
  url: string
  description?: string | null
  events?: string[] | null
  active?: boolean | null
}

export interface WebhookSecret {
  webhook: Webhook
  secret: string
}

export interface Webhooks {
  items: Webhook[]
  events: string[]
}

export interface WidgetIn {
  page?: string | null
  version?: string | null
  user_id?: string | null
  signature?: string | null
}

export interface WidgetSecret {
  form: string
  secret: string
  widget_key: number
}

export type ProblemCode =
  | 'approval_role'
  | 'attachment_not_found'
  | 'attachments_full'
  | 'bad_multipart'
  | 'bad_text'
  | 'bulk_decided'
  | 'bulk_notice_not_found'
  | 'bulk_too_few'
  | 'busy'
  | 'children_open'
  | 'conflict'
  | 'corruption'
  | 'csrf_failed'
  | 'customer_not_found'
  | 'dangerous_content'
  | 'database_busy'
  | 'database_gone'
  | 'department_in_use'
  | 'department_not_found'
  | 'disk_full'
  | 'disk_io'
  | 'document_kind_unknown'
  | 'document_not_found'
  | 'empty_file'
  | 'erased'
  | 'export_too_large'
  | 'extension_mismatch'
  | 'failed_precondition'
  | 'foreign_key_violation'
  | 'form_not_found'
  | 'has_parent'
  | 'idempotency_conflict'
  | 'if_match_required'
  | 'incident_empty'
  | 'incident_full'
  | 'internal'
  | 'invalid_argument'
  | 'invalid_credentials'
  | 'invalid_field'
  | 'invalid_json'
  | 'invalid_token'
  | 'invalid_utf8'
  | 'last_administrator'
  | 'legal_hold'
  | 'locked_out'
  | 'log_being_read'
  | 'login_busy'
  | 'method_not_allowed'
  | 'not_a_chat'
  | 'not_a_child'
  | 'not_found'
  | 'nothing_to_reveal'
  | 'open_tickets'
  | 'out_of_memory'
  | 'outbox_not_found'
  | 'parent_circle'
  | 'password_change_required'
  | 'password_empty'
  | 'permission_denied'
  | 'pow_busy'
  | 'pow_expired'
  | 'pow_invalid'
  | 'pow_required'
  | 'pow_used'
  | 'queue_full'
  | 'rate_limited'
  | 'readers_busy'
  | 'sealed_altered'
  | 'second_person_required'
  | 'separation_of_duties'
  | 'session_expired'
  | 'signed_out'
  | 'stale_etag'
  | 'task_done'
  | 'template_lint'
  | 'template_not_found'
  | 'template_syntax'
  | 'template_variable'
  | 'ticket_not_found'
  | 'token_expired'
  | 'token_not_found'
  | 'too_large'
  | 'totp_replayed'
  | 'totp_required'
  | 'totp_wrong'
  | 'tracking_not_found'
  | 'transition_refused'
  | 'two_factor_enabled'
  | 'two_factor_not_begun'
  | 'two_factor_off'
  | 'two_factor_setup_required'
  | 'type_not_allowed'
  | 'unique_violation'
  | 'unknown_key'
  | 'unknown_transition'
  | 'user_not_found'
  | 'view_not_found'
  | 'views_full'
  | 'webhook_inactive'
  | 'webhook_not_found'
  | 'webhooks_full'
  | 'write_failed'
