// Macros: a name and steps in order. What is wrong with a step stands beside it, as the server says.
import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { get } from '../../shared/api/client'
import type { Document } from '../../shared/api/types'
import { matches } from '../../shared/pinyin'
import { useWords } from '../app/i18n'
import {
  freeId,
  type MacroBody,
  type MacroStep,
  STEP_KINDS,
  useMacros,
  VOID_REASONS,
} from '../macros/macros'
import { DepartmentSelect, UserSelect } from '../parts/Pickers'
import { ErrorState, Loading } from '../parts/States'
import { type TemplateBody, templateName } from '../ticket/templates'
import { EditedFooter } from './EditedFooter'
import { LabelledRow } from './LabelledRow'
import { moved } from './moved'
import { useEditedDocument } from './useDocuments'

type Stored = Pick<Document<MacroBody>, 'id' | 'version' | 'body'> &
  Partial<Pick<Document, 'at' | 'by_name'>>
type Problem = (path: string) => string | undefined

const FRESH: Stored = { id: '', version: 0, body: { title: '', steps: [{ do: 'reply' }] } }
const VARIABLES = ['ticket_no', 'customer_title', 'topic', 'team_name', 'owner_name', 'contact']

export default function MacrosSection() {
  const { t } = useWords()
  const { data, error, refetch } = useMacros()
  const [id, setId] = useState<string>()
  if (!data) return error ? <ErrorState error={error} retry={() => refetch()} /> : <Loading />
  const chosen = id === '' ? FRESH : (data.items.find((m) => m.id === id) ?? data.items[0] ?? FRESH)
  return (
    <>
      <div className="card-actions">
        {data.items.length > 0 && (
          <Select
            className="role-select"
            showSearch
            aria-label={t('settings.macros')}
            value={chosen.id || null}
            placeholder={t('macro.new')}
            onChange={setId}
            filterOption={(typed, option) => matches(String(option?.label), typed)}
            options={data.items.map((m) => ({ value: m.id, label: m.body.title }))}
          />
        )}
        {chosen !== FRESH && <Button onClick={() => setId('')}>{t('macro.new')}</Button>}
      </div>
      <OneMacro
        key={`${chosen.id}@${chosen.version}`}
        macro={chosen}
        taken={data.items.map((m) => m.id)}
        saved={setId}
      />
    </>
  )
}

function OneMacro({
  macro,
  taken,
  saved,
}: {
  macro: Stored
  taken: string[]
  saved: (id: string) => void
}) {
  const { t } = useWords()
  const edited = useEditedDocument('macro', macro)
  const { body, change, problem } = edited
  const setStep = (i: number, step: MacroStep) =>
    change({ ...body, steps: body.steps.map((s, n) => (n === i ? step : s)) })
  return (
    <>
      <LabelledRow id="macro-title" label={t('macro.name')} problem={problem('title')}>
        <Input
          id="macro-title"
          maxLength={60}
          value={body.title}
          onChange={(e) => change({ ...body, title: e.target.value })}
        />
      </LabelledRow>
      <ol className="rules">
        {body.steps.map((step, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the order is what tells steps apart
          <li key={i} className="card">
            <StepHead
              step={step}
              at={i}
              last={i === body.steps.length - 1}
              set={(kind) => setStep(i, { do: kind })}
              move={(by) => change({ ...body, steps: moved(body.steps, i, by) })}
              remove={() => change({ ...body, steps: body.steps.filter((_, n) => n !== i) })}
            />
            <StepFields
              step={step}
              at={i}
              set={(next) => setStep(i, next)}
              problem={(field) => problem(`steps[${i}].${field}`)}
            />
          </li>
        ))}
      </ol>
      <p className="card-actions">
        <Button
          disabled={body.steps.length >= 20}
          onClick={() => change({ ...body, steps: [...body.steps, { do: 'note' }] })}
        >
          {t('macro.add')}
        </Button>
      </p>
      <p className="soft">
        {t('macro.variables', { list: VARIABLES.map((v) => `{{${v}}}`).join(' ') })}
      </p>
      <EditedFooter
        document={macro}
        edited={edited}
        save={() => edited.save(macro.id || freeId(body.title, taken), saved)}
      />
    </>
  )
}

function StepHead(props: {
  step: MacroStep
  at: number
  last: boolean
  set: (kind: string) => void
  move: (by: number) => void
  remove: () => void
}) {
  const { t, word } = useWords()
  const n = props.at + 1
  return (
    <div className="macro-head">
      <Select
        className="macro-kind"
        aria-label={t('macro.step', { n })}
        value={props.step.do}
        onChange={props.set}
        options={Object.keys(STEP_KINDS).map((k) => ({ value: k, label: word('macro_step', k) }))}
      />
      <span className="gap" />
      <Button
        size="small"
        type="text"
        icon={<ArrowUpOutlined />}
        disabled={props.at === 0}
        aria-label={t('macro.up', { n })}
        onClick={() => props.move(-1)}
      />
      <Button
        size="small"
        type="text"
        icon={<ArrowDownOutlined />}
        disabled={props.last}
        aria-label={t('macro.down', { n })}
        onClick={() => props.move(1)}
      />
      <Button
        size="small"
        type="text"
        icon={<DeleteOutlined />}
        aria-label={t('macro.remove', { n })}
        onClick={props.remove}
      />
    </div>
  )
}

function StepFields({
  step,
  at,
  set,
  problem,
}: {
  step: MacroStep
  at: number
  set: (step: MacroStep) => void
  problem: Problem
}) {
  const { t, word } = useWords()
  const fields: readonly string[] = STEP_KINDS[step.do as keyof typeof STEP_KINDS] ?? []
  const wrong = ['do', 'text', 'priority', 'owner_id', 'tags', 'reason']
    .map(problem)
    .filter(Boolean)
  return (
    <div className={wrong.length > 0 ? 'form-row bad' : 'form-row'}>
      {fields.includes('priority') && (
        <Select
          className="wide"
          aria-label={t('macro.priority', { n: at + 1 })}
          placeholder={word('field', 'priority')}
          value={step.priority}
          onChange={(priority) => set({ ...step, priority })}
          options={['high', 'mid', 'low'].map((p) => ({ value: p, label: word('priority', p) }))}
        />
      )}
      {fields.includes('tags') && (
        <Select
          className="wide"
          mode="tags"
          aria-label={t('macro.tags', { n: at + 1 })}
          placeholder={t('macro.tags_hint')}
          value={step.tags ?? []}
          onChange={(tags) => set({ ...step, tags })}
        />
      )}
      {fields.includes('to') && <Receiver step={step} set={set} />}
      {fields.includes('reason') && (
        <Select
          className="wide"
          aria-label={t('macro.reason', { n: at + 1 })}
          placeholder={word('field', 'reason')}
          value={step.reason}
          onChange={(reason) => set({ ...step, reason })}
          options={VOID_REASONS.map((r) => ({ value: r, label: word('close_reason', r) }))}
        />
      )}
      {fields.includes('text') && <StepText step={step} at={at} set={set} />}
      {wrong.map((w) => (
        <p key={w} className="problem">
          {w}
        </p>
      ))}
    </div>
  )
}

function Receiver({ step, set }: { step: MacroStep; set: (step: MacroStep) => void }) {
  const { t } = useWords()
  const kind = step.owner === 'self' ? 'self' : step.department_id ? 'department' : 'user'
  const [shown, setShown] = useState<string>(kind)
  const choose = (next: string) => {
    setShown(next)
    set({ do: step.do, text: step.text, ...(next === 'self' ? { owner: 'self' as const } : {}) })
  }
  return (
    <div className="macro-to">
      <Select
        aria-label={t('macro.to')}
        value={shown}
        onChange={choose}
        options={[
          { value: 'user', label: t('macro.to_user') },
          { value: 'department', label: t('macro.to_department') },
          { value: 'self', label: t('macro.to_self') },
        ]}
      />
      {shown === 'user' && (
        <UserSelect value={step.owner_id} onChange={(owner_id) => set({ ...step, owner_id })} />
      )}
      {shown === 'department' && (
        <DepartmentSelect
          value={step.department_id}
          onChange={(department_id) => set({ ...step, department_id })}
        />
      )}
    </div>
  )
}

function StepText({
  step,
  at,
  set,
}: {
  step: MacroStep
  at: number
  set: (step: MacroStep) => void
}) {
  const { t, word } = useWords()
  const templates = useQuery({
    queryKey: ['templates'],
    queryFn: ({ signal }) => get<{ items: Document<TemplateBody>[] }>('/templates', signal),
    staleTime: 300_000,
  })
  // The template of the customer's language is taken when the macro runs.
  const stages = [...new Set((templates.data?.items ?? []).map((x) => x.id.split(':')[0] ?? ''))]
  const takes = step.do !== 'note' && step.do !== 'assign' && step.do !== 'set_priority'
  return (
    <>
      {takes && (
        <Select
          className="wide"
          allowClear
          showSearch
          optionFilterProp="label"
          aria-label={t('macro.template', { n: at + 1 })}
          placeholder={t('macro.own_words')}
          value={step.template}
          onChange={(template) => set({ do: step.do, ...(template ? { template } : { text: '' }) })}
          options={stages.map((s) => ({ value: s, label: templateName(s, word) }))}
        />
      )}
      {!step.template && (
        <Input.TextArea
          rows={3}
          aria-label={t('macro.text', { n: at + 1 })}
          placeholder={t('macro.text_hint')}
          value={step.text ?? ''}
          onChange={(e) => set({ ...step, text: e.target.value })}
        />
      )}
    </>
  )
}
