// An agent enters what somebody said on the phone, at the counter or on paper.
import { Button, Input, Select } from 'antd'
import { type FormEvent, type ReactNode, useEffect, useState } from 'react'
import { useNavigate } from 'react-router'
import { post } from '../../shared/api/client'
import { ApiProblem, fieldError } from '../../shared/api/problem'
import { CATEGORIES, CHANNELS, PRIORITIES, type Ticket } from '../../shared/api/types'
import { dropDraft, loadDraft, saveDraft } from '../../shared/drafts'
import { type Key, useWords } from '../app/i18n'
import { useKeyOf } from '../app/idempotency'
import { DepartmentSelect } from '../parts/Pickers'
import { Refusal } from '../parts/Refusal'

interface Values {
  channel: string
  text: string
  category?: string
  priority?: string
  name: string
  mobile: string
  email: string
  product: string
  order_no: string
  department_id?: number
}
const EMPTY: Values = {
  channel: 'phone',
  text: '',
  name: '',
  mobile: '',
  email: '',
  product: '',
  order_no: '',
}
const DRAFT = 'new'

function bodyOf(v: Values) {
  const filled = (value: string | undefined) => value?.trim() || undefined
  const contact = { name: filled(v.name), mobile: filled(v.mobile), email: filled(v.email) }
  return {
    channel: v.channel,
    text: v.text.trim(),
    category: v.category,
    priority: v.priority,
    department_id: v.department_id,
    product: filled(v.product),
    order_no: filled(v.order_no),
    contact: Object.values(contact).some(Boolean) ? contact : undefined,
  }
}

export default function NewTicketPage() {
  const { t, word } = useWords()
  const navigate = useNavigate()
  const [values, setValues] = useState<Values>(() => loadDraft<Values>(DRAFT) ?? EMPTY)
  const [missing, setMissing] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const idempotencyKey = useKeyOf(bodyOf(values))
  useEffect(() => saveDraft(DRAFT, values, values === EMPTY), [values])
  const set = (change: Partial<Values>) => setValues((old) => ({ ...old, ...change }))
  async function submit(event: FormEvent) {
    event.preventDefault()
    setMissing(!values.text.trim())
    if (!values.text.trim()) return
    setBusy(true)
    setError(null)
    try {
      const ticket = await post<Ticket>('/tickets', bodyOf(values), { idempotencyKey })
      dropDraft(DRAFT)
      navigate(`/tickets/${ticket.ticket_no}`)
    } catch (failure) {
      setError(failure)
      setBusy(false)
    }
  }
  const problem = (field: string) =>
    fieldError(error, field)?.detail ?? fieldError(error, field)?.problem
  const line = (name: 'name' | 'mobile' | 'email' | 'product' | 'order_no') => (
    <Row id={`new-${name}`} label={t(`new.${name}` as Key)} problem={problem(name)}>
      <Input
        id={`new-${name}`}
        maxLength={200}
        value={values[name]}
        onChange={(e) => set({ [name]: e.target.value })}
      />
    </Row>
  )
  const general = error instanceof ApiProblem && error.errors.length > 0 ? null : error
  return (
    <div className="page narrow">
      <h1>{t('new.title')}</h1>
      <form onSubmit={submit} noValidate>
        <Row
          id="new-text"
          label={t('new.text')}
          problem={missing ? t('field.required') : problem('text')}
        >
          <Input.TextArea
            id="new-text"
            autoFocus
            rows={5}
            maxLength={10_000}
            status={missing ? 'error' : undefined}
            value={values.text}
            onChange={(e) => set({ text: e.target.value })}
          />
        </Row>
        <div className="form-grid">
          <Row id="new-channel" label={word('field', 'channel')}>
            <Select
              id="new-channel"
              className="wide"
              value={values.channel}
              onChange={(channel) => set({ channel })}
              options={CHANNELS.map((value) => ({ value, label: word('channel', value) }))}
            />
          </Row>
          <Row id="new-category" label={word('field', 'category')}>
            <Select
              id="new-category"
              className="wide"
              allowClear
              placeholder={t('new.automatic')}
              value={values.category}
              onChange={(category) => set({ category })}
              options={CATEGORIES.map((value) => ({ value, label: word('category', value) }))}
            />
          </Row>
          <Row id="new-priority" label={word('field', 'priority')}>
            <Select
              id="new-priority"
              className="wide"
              allowClear
              placeholder={t('new.automatic')}
              value={values.priority}
              onChange={(priority) => set({ priority })}
              options={PRIORITIES.map((value) => ({ value, label: word('priority', value) }))}
            />
          </Row>
          <Row id="new-department" label={t('ticket.department')}>
            <DepartmentSelect
              id="new-department"
              value={values.department_id}
              onChange={(department_id) => set({ department_id })}
            />
          </Row>
          {line('name')}
          {line('mobile')}
          {line('email')}
          {line('product')}
          {line('order_no')}
        </div>
        <Refusal error={general} />
        <div className="form-actions">
          <Button type="primary" htmlType="submit" loading={busy}>
            {t('new.create')}
          </Button>
        </div>
      </form>
    </div>
  )
}

function Row({
  id,
  label,
  problem,
  children,
}: {
  id: string
  label: string
  problem?: string
  children: ReactNode
}) {
  return (
    <div className={problem ? 'form-row bad' : 'form-row'}>
      <label className="label" htmlFor={id}>
        {label}
      </label>
      {children}
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  )
}
