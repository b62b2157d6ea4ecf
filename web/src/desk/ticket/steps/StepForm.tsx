// The form of one step: fields from its description, problems beside the field, a draft until sent.
import { Button, Checkbox, Input, InputNumber, Select } from 'antd'
import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { ApiProblem, fieldError } from '../../../shared/api/problem'
import type { MissingGuard, Ticket } from '../../../shared/api/types'
import { dropDraft, loadDraft, saveDraft } from '../../../shared/drafts'
import { useWords } from '../../app/i18n'
import { sayMissing, sayProblemOf } from '../../parts/missing'
import { DepartmentSelect, UserSelect } from '../../parts/Pickers'
import { Refusal } from '../../parts/Refusal'
import { MessagesField } from './MessagesField'
import { StaleNotice } from './StaleNotice'
import {
  allowanceOf,
  bodyOf,
  initialValues,
  missingFields,
  type Step,
  type StepField,
  type Values,
} from './specs'
import { useStep } from './useStep'

interface Props {
  ticket: Ticket
  step: Step
  done: (ticket: Ticket) => void
  cancel: () => void
}

export function StepForm({ ticket, step, done, cancel }: Props) {
  const { t, word } = useWords()
  const draftKey = `step.${ticket.ticket_no}.${step.verb}`
  const [values, setValues] = useState<Values>(() => ({
    ...initialValues(step, ticket),
    ...loadDraft<Values>(draftKey),
  }))
  const [missing, setMissing] = useState<string[]>([])
  const form = useRef<HTMLFormElement>(null)
  const touched = useRef(false)
  const { run, busy, error, stale } = useStep(ticket)
  useEffect(() => {
    if (touched.current) saveDraft(draftKey, values)
  }, [draftKey, values])
  const set = (name: string, value: Values[string]) => {
    touched.current = true
    setValues((old) => ({ ...old, [name]: value }))
    setMissing((old) => old.filter((n) => n !== name))
  }
  async function submit(event: FormEvent) {
    event.preventDefault()
    const absent = missingFields(step, values)
    setMissing(absent)
    if (absent.length > 0) {
      form.current
        ?.querySelector<HTMLElement>(`[data-field="${absent[0]}"] :is(input, textarea)`)
        ?.focus()
      return
    }
    const after = await run(step.verb, bodyOf(step, values), step.guarded)
    if (after) {
      dropDraft(draftKey)
      done(after)
    }
  }
  const known = step.fields.map((f) => f.name)
  const allowance = allowanceOf(ticket, step.verb)
  const generalError =
    error instanceof ApiProblem &&
    error.errors.length > 0 &&
    error.errors.every((e) => known.some((n) => fieldError(error, n) === e))
      ? null
      : error
  return (
    <form
      ref={form}
      onSubmit={submit}
      noValidate
      className={step.outgoing ? 'step-form outgoing' : 'step-form'}
      onKeyDown={(e) => {
        if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) form.current?.requestSubmit()
      }}
    >
      {step.outgoing && <p className="outgoing-note">{t('step.customer_reads')}</p>}
      {allowance && !allowance.allowed && <Missing missing={allowance.missing} />}
      {step.fields.map((field) => (
        <StepFieldRow
          key={field.name}
          ticketNo={ticket.ticket_no}
          step={step}
          field={field}
          value={values[field.name]}
          set={set}
          problem={
            missing.includes(field.name)
              ? t('field.required')
              : sayProblemOf(fieldError(error, field.name), word)
          }
        />
      ))}
      {step.fields.length === 0 && (
        <p>
          {word('step_explain', step.verb) === step.verb
            ? word('step', step.verb)
            : word('step_explain', step.verb)}
        </p>
      )}
      <StaleNotice changes={stale} />
      <Refusal error={generalError} />
      <div className="form-actions">
        <Button onClick={cancel}>{t('cancel')}</Button>
        <Button type="primary" htmlType="submit" danger={step.danger} loading={busy}>
          {stale ? t('stale.again') : word('step', step.verb)}
        </Button>
      </div>
    </form>
  )
}

/** What stands in the way, said before anything is typed. */
export function Missing({ missing }: { missing: MissingGuard[] }) {
  const words = useWords()
  return (
    <p className="missing" role="note">
      {sayMissing(missing, words)}
    </p>
  )
}

function StepFieldRow(props: {
  ticketNo: string
  step: Step
  field: StepField
  value: Values[string]
  set: (name: string, value: Values[string]) => void
  problem?: string
}) {
  const { word } = useWords()
  const { step, field, problem } = props
  const id = useId()
  const special = word('field', `${step.verb}.${field.name}`)
  const label = special === `${step.verb}.${field.name}` ? word('field', field.name) : special
  const described = problem ? `${id}-problem` : undefined
  return (
    <div className={problem ? 'form-row bad' : 'form-row'} data-field={field.name}>
      {field.kind === 'messages' && <p className="label">{label}</p>}
      {field.kind !== 'flag' && field.kind !== 'messages' && (
        <label htmlFor={id} className="label">
          {label}
          {field.required && (
            <span className="must" aria-hidden="true">
              {' '}
              *
            </span>
          )}
        </label>
      )}
      <FieldControl {...props} id={id} label={label} described={described} />
      {problem && (
        <p className="problem" id={`${id}-problem`}>
          {problem}
        </p>
      )}
    </div>
  )
}

function FieldControl(props: {
  ticketNo: string
  field: StepField
  value: Values[string]
  set: (name: string, value: Values[string]) => void
  id: string
  label: string
  described?: string
  problem?: string
}): ReactNode {
  const { word } = useWords()
  const { field, value, id } = props
  const set = (v: Values[string]) => props.set(field.name, v)
  const status = props.problem ? 'error' : undefined
  const aria = { 'aria-invalid': Boolean(props.problem), 'aria-describedby': props.described }
  switch (field.kind) {
    case 'long':
    case 'lines':
      return (
        <Input.TextArea
          id={id}
          {...aria}
          status={status}
          rows={2}
          maxLength={10_000}
          value={String(value ?? '')}
          onChange={(e) => set(e.target.value)}
        />
      )
    case 'text':
      return (
        <Input
          id={id}
          {...aria}
          status={status}
          maxLength={200}
          value={String(value ?? '')}
          onChange={(e) => set(e.target.value)}
        />
      )
    case 'instant':
      return (
        <Input
          id={id}
          {...aria}
          type="datetime-local"
          status={status}
          value={String(value ?? '')}
          onChange={(e) => set(e.target.value)}
        />
      )
    case 'number':
      return (
        <InputNumber
          id={id}
          {...aria}
          status={status}
          min={0}
          precision={0}
          value={value as number | undefined}
          onChange={(v) => set(v ?? undefined)}
        />
      )
    case 'money':
      return (
        <InputNumber
          id={id}
          {...aria}
          status={status}
          min={0}
          precision={2}
          prefix="¥"
          value={value as number | undefined}
          onChange={(v) => set(v ?? undefined)}
        />
      )
    case 'flag':
      return (
        <Checkbox id={id} checked={Boolean(value)} onChange={(e) => set(e.target.checked)}>
          {props.label}
        </Checkbox>
      )
    case 'messages':
      return (
        <MessagesField
          ticketNo={props.ticketNo}
          label={props.label}
          value={String(value ?? '')}
          set={set}
        />
      )
    case 'user':
      return <UserSelect id={id} value={value as number | undefined} onChange={set} />
    case 'department':
      return <DepartmentSelect id={id} value={value as number | undefined} onChange={set} />
    case 'select':
      return (
        <Select
          id={id}
          {...aria}
          allowClear={!field.required}
          status={status}
          className="wide"
          value={value as string | undefined}
          onChange={set}
          options={field.values?.map((v) => ({
            value: v,
            label: word(field.vocabulary ?? field.name, v),
          }))}
        />
      )
  }
}
