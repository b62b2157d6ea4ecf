// One SLA policy: when it applies, and the terms of its clocks. What is wrong with a field stands
// beside it, as the server says.
import { DeleteOutlined } from '@ant-design/icons'
import { Button, Input, InputNumber, Select, Switch } from 'antd'
import { useState } from 'react'
import { CATEGORIES, CHANNELS, type Document, PRIORITIES } from '../../shared/api/types'
import { useWords } from '../app/i18n'
import { freeId } from '../macros/macros'
import { DepartmentSelect } from '../parts/Pickers'
import { EditedFooter } from './EditedFooter'
import { LabelledRow } from './LabelledRow'
import {
  chooseDuties,
  DUTIES,
  dutyOf,
  POLICY_CLOCKS,
  type PolicyBody,
  type PolicyClock,
  readTerm,
  TERM_UNITS,
  withCondition,
  writeTerm,
} from './policies'
import { SlaPreview } from './SlaPreview'
import { useEditedDocument } from './useDocuments'

type Problem = (path: string) => string | undefined

export function PolicyForm({
  document,
  taken,
  saved,
}: {
  document: Document<PolicyBody>
  taken: string[]
  saved: (id: string) => void
}) {
  const { t, word } = useWords()
  const edited = useEditedDocument('sla_policy', document)
  const { body, problem } = edited
  const change = (part: Partial<PolicyBody>) => edited.change({ ...body, ...part })
  const id = document.id || freeId(body.name, taken, 'policy')
  return (
    <div className="policy">
      <div>
        <LabelledRow id="policy-name" label={t('sla.name')} problem={problem('name')}>
          <Input
            id="policy-name"
            maxLength={100}
            value={body.name}
            placeholder={document.id ? word('sla_policy', document.id) : undefined}
            onChange={(e) => change({ name: e.target.value })}
          />
        </LabelledRow>
        <p className="card-actions">
          <Switch
            id="policy-active"
            checked={body.active}
            onChange={(active) => change({ active })}
          />
          <label htmlFor="policy-active">{t('sla.active')}</label>
        </p>
        <Conditions body={body} change={change} problem={problem} />
        <Clocks body={body} change={change} problem={problem} />
        <Duties body={body} change={change} problem={problem} />
        <EditedFooter
          document={document}
          unsaved={document.id && t('sla.built_in')}
          edited={edited}
          save={() => edited.save(id, saved)}
        />
      </div>
      <SlaPreview policy={{ id, body }} />
    </div>
  )
}

interface PartProps {
  body: PolicyBody
  change: (part: Partial<PolicyBody>) => void
  problem: Problem
}

function Conditions({ body, change, problem }: PartProps) {
  const { t, word } = useWords()
  const choices = {
    priority: ['priority', PRIORITIES],
    category: ['category', CATEGORIES],
    channel: ['channel', CHANNELS],
  } as const
  const set = (part: PolicyBody['when']) => change({ when: withCondition(body.when, part) })
  return (
    <fieldset className="policy-part">
      <legend>{t('sla.when')}</legend>
      <p className="soft">{t('sla.when_hint')}</p>
      <div className="form-grid">
        {(['priority', 'category', 'channel'] as const).map((key) => (
          <LabelledRow
            key={key}
            id={`policy-${key}`}
            label={word('field', key)}
            problem={problem(`when.${key}`)}
          >
            <Select
              id={`policy-${key}`}
              className="wide"
              allowClear
              placeholder={t('sla.any')}
              value={body.when[key] ?? undefined}
              onChange={(value?: string) => set({ [key]: value })}
              options={choices[key][1].map((v) => ({ value: v, label: word(choices[key][0], v) }))}
            />
          </LabelledRow>
        ))}
        <LabelledRow
          id="policy-tier"
          label={word('field', 'customer_tier')}
          problem={problem('when.customer_tier')}
        >
          <Input
            id="policy-tier"
            maxLength={100}
            placeholder={t('sla.any')}
            value={body.when.customer_tier ?? ''}
            onChange={(e) => set({ customer_tier: e.target.value })}
          />
        </LabelledRow>
        <LabelledRow
          id="policy-department"
          label={word('field', 'department_id')}
          problem={problem('when.department_id')}
        >
          <DepartmentSelect
            id="policy-department"
            value={body.when.department_id ?? undefined}
            onChange={(department_id) => set({ department_id })}
          />
        </LabelledRow>
      </div>
    </fieldset>
  )
}

function Clocks({ body, change, problem }: PartProps) {
  const { t, word } = useWords()
  const used = body.clocks.map((c) => c.clock)
  const free = POLICY_CLOCKS.find((c) => !used.includes(c))
  const set = (i: number, part: Partial<PolicyClock>) =>
    change({ clocks: body.clocks.map((c, n) => (n === i ? { ...c, ...part } : c)) })
  return (
    <fieldset className="policy-part">
      <legend>{t('sla.clocks')}</legend>
      <p className="soft">{t('sla.clocks_hint')}</p>
      {body.clocks.map((rule, i) => {
        const name = word('clock_name', rule.clock)
        const wrong = ['', '.clock', '.target', '.limit']
          .map((part) => problem(`clocks[${i}]${part}`))
          .filter((said) => said !== undefined)
        return (
          <div key={rule.clock} className={wrong.length > 0 ? 'policy-clock bad' : 'policy-clock'}>
            <Select
              aria-label={t('sla.clock', { n: i + 1 })}
              value={rule.clock}
              onChange={(clock) => set(i, { clock })}
              options={POLICY_CLOCKS.filter((c) => c === rule.clock || !used.includes(c)).map(
                (c) => ({ value: c, label: word('clock_name', c) }),
              )}
            />
            <Term
              label={t('sla.target')}
              clock={name}
              text={rule.target}
              change={(target) => set(i, { target })}
            />
            <Term
              label={t('sla.limit')}
              clock={name}
              text={rule.limit}
              change={(limit) => set(i, { limit })}
            />
            <Button
              type="text"
              icon={<DeleteOutlined />}
              aria-label={t('sla.remove_clock', { clock: name })}
              onClick={() => change({ clocks: body.clocks.filter((_, n) => n !== i) })}
            />
            {wrong.map((said) => (
              <p key={said} className="problem">
                {said}
              </p>
            ))}
          </div>
        )
      })}
      {problem('clocks') && <p className="problem">{problem('clocks')}</p>}
      <Button
        disabled={!free}
        onClick={() => free && change({ clocks: [...body.clocks, { clock: free, limit: '24 h' }] })}
      >
        {t('sla.add_clock')}
      </Button>
    </fieldset>
  )
}

function Duties({ body, change, problem }: PartProps) {
  const { t, word } = useWords()
  const named = (choice: string) => {
    const stage = choice.split(':')[1]
    const name = word('clock_name', dutyOf(choice))
    return stage ? `${name} · ${word('law_stage', stage)}` : name
  }
  const wrong =
    problem('statutory') ?? body.statutory.map((_, i) => problem(`statutory[${i}]`)).find(Boolean)
  return (
    <fieldset className="policy-part">
      <legend>{t('sla.statutory')}</legend>
      <p className="soft">{t('sla.statutory_hint')}</p>
      <Select
        id="policy-statutory"
        aria-label={t('sla.statutory')}
        mode="multiple"
        className="wide"
        placeholder={t('sla.statutory_none')}
        optionFilterProp="label"
        value={body.statutory}
        onChange={(chosen) => change({ statutory: chooseDuties(chosen) })}
        options={DUTIES.map((value) => ({ value: value as string, label: named(value) }))}
      />
      {wrong && <p className="problem">{wrong}</p>}
    </fieldset>
  )
}

function Term(props: {
  label: string
  clock: string
  text: string | null | undefined
  change: (text: string | undefined) => void
}) {
  const { t, word } = useWords()
  const { n, unit: written } = readTerm(props.text)
  // A unit chosen before the number is kept until there is one.
  const [unit, setUnit] = useState(written)
  const shown = n === null ? unit : written
  const of = `${props.clock} · ${props.label}`
  const known: readonly string[] = TERM_UNITS
  return (
    <div className="policy-term">
      <span className="soft">{props.label}</span>
      <InputNumber
        aria-label={of}
        min={1}
        precision={0}
        value={n}
        placeholder="–"
        onChange={(value) => props.change(writeTerm(value, shown))}
      />
      <Select
        aria-label={t('sla.unit', { of })}
        value={shown}
        popupMatchSelectWidth={false}
        onChange={(value) => {
          setUnit(value)
          props.change(writeTerm(n, value))
        }}
        options={(known.includes(shown) ? known : [...known, shown]).map((u) => ({
          value: u,
          label: word('term_unit', u),
        }))}
      />
    </div>
  )
}
