// Acting on several tickets at once: what and how many first, then the result with what was refused.
import { useQueryClient } from '@tanstack/react-query'
import { Button, Modal, Select } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useNavigate } from 'react-router'
import { post } from '../../shared/api/client'
import { PRIORITIES } from '../../shared/api/types'
import { useWords } from '../app/i18n'
import { useKeyOf } from '../app/idempotency'
import { useSession } from '../app/session'
import { DepartmentSelect, UserSelect } from '../parts/Pickers'
import { Refusal } from '../parts/Refusal'

const OpenIncident = lazy(() =>
  import('../incidents/OpenIncident').then((module) => ({ default: module.OpenIncident })),
)

type Verb = 'assign' | 'set_priority' | 'start_work' | 'watch' | 'void'
const VERBS: Verb[] = ['assign', 'set_priority', 'start_work', 'watch', 'void']
const MOST = 200
const MOST_CHILDREN = 500

interface Outcome {
  done: string[]
  refused: { ticket_no: string; detail: string }[]
}

export function BulkBar({ numbers, clear }: { numbers: string[]; clear: () => void }) {
  const { t, word } = useWords()
  const { may } = useSession()
  const navigate = useNavigate()
  const [verb, setVerb] = useState<Verb | null>(null)
  const [incident, setIncident] = useState(false)
  if (numbers.length === 0) return null
  return (
    <div className="bulk" role="region" aria-label={t('bulk.label')}>
      <span>{t('bulk.selected', { n: numbers.length })}</span>
      {VERBS.map((v) => (
        <Button key={v} size="small" onClick={() => setVerb(v)}>
          {word('step', v)}
        </Button>
      ))}
      {may('incident.manage') && (
        <Button size="small" onClick={() => setIncident(true)}>
          {t('incidents.make')}
        </Button>
      )}
      <Button size="small" type="link" onClick={clear}>
        {t('bulk.clear')}
      </Button>
      {numbers.length > MOST && <span className="needs">{t('bulk.too_many', { n: MOST })}</span>}
      {incident && (
        <Suspense>
          <OpenIncident
            numbers={numbers.slice(0, MOST_CHILDREN)}
            close={() => setIncident(false)}
            done={(no) => navigate(`/incidents/${no}`)}
          />
        </Suspense>
      )}
      {verb && (
        <BulkDialog
          verb={verb}
          numbers={numbers.slice(0, MOST)}
          close={() => setVerb(null)}
          done={clear}
        />
      )}
    </div>
  )
}

function BulkDialog(props: { verb: Verb; numbers: string[]; close: () => void; done: () => void }) {
  const { t, word } = useWords()
  const cache = useQueryClient()
  const [values, setValues] = useState<
    Partial<Record<'owner_id' | 'department_id', number> & Record<'priority' | 'reason', string>>
  >({})
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const set = (
    name: 'owner_id' | 'department_id' | 'priority' | 'reason',
    value: string | number | undefined,
  ) => setValues((old) => ({ ...old, [name]: value }))
  const ready =
    props.verb === 'assign'
      ? values.owner_id || values.department_id
      : props.verb === 'set_priority'
        ? values.priority
        : props.verb === 'void'
          ? values.reason
          : true
  const request = {
    ticket_nos: props.numbers,
    transition: props.verb,
    body: props.verb === 'set_priority' ? { ...values, reason: t('bulk.reason') } : values,
  }
  const idempotencyKey = useKeyOf(request)
  async function run() {
    setBusy(true)
    setError(null)
    try {
      setOutcome(await post<Outcome>('/tickets/bulk', request, { idempotencyKey }))
      cache.invalidateQueries({ queryKey: ['tickets'] })
      cache.invalidateQueries({ queryKey: ['views'] })
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  const finish = () => {
    props.close()
    props.done()
  }
  if (outcome) {
    return (
      <Modal
        open
        title={t('bulk.result')}
        onCancel={finish}
        footer={
          <Button type="primary" onClick={finish}>
            {t('close')}
          </Button>
        }
      >
        <p>{t('bulk.done', { n: outcome.done.length })}</p>
        {outcome.refused.length > 0 && (
          <>
            <p className="needs">{t('bulk.refused', { n: outcome.refused.length })}</p>
            <ul className="refused">
              {outcome.refused.map((r) => (
                <li key={r.ticket_no}>
                  <b>{r.ticket_no}</b> {r.detail}
                </li>
              ))}
            </ul>
          </>
        )}
      </Modal>
    )
  }
  return (
    <Modal
      open
      title={t('bulk.title', { what: word('step', props.verb), n: props.numbers.length })}
      okText={t('bulk.go', { n: props.numbers.length })}
      cancelText={t('cancel')}
      onCancel={props.close}
      onOk={run}
      okButtonProps={{ disabled: !ready, loading: busy, danger: props.verb === 'void' }}
    >
      <p className="soft bulk-list">
        {props.numbers.slice(0, 8).join('、')}
        {props.numbers.length > 8 && '…'}
      </p>
      {props.verb === 'assign' && (
        <>
          <label className="label" htmlFor="bulk-owner">
            {t('ticket.owner')}
          </label>
          <UserSelect
            id="bulk-owner"
            value={values.owner_id}
            onChange={(v) => set('owner_id', v)}
          />
          <label className="label" htmlFor="bulk-department">
            {t('ticket.department')}
          </label>
          <DepartmentSelect
            id="bulk-department"
            value={values.department_id}
            onChange={(v) => set('department_id', v)}
          />
        </>
      )}
      {props.verb === 'set_priority' && (
        <Select
          className="wide"
          aria-label={t('ticket.priority')}
          placeholder={t('ticket.priority')}
          value={values.priority}
          onChange={(v) => set('priority', v)}
          options={PRIORITIES.map((value) => ({ value, label: word('priority', value) }))}
        />
      )}
      {props.verb === 'void' && (
        <Select
          className="wide"
          aria-label={t('field.reason')}
          placeholder={t('field.reason')}
          value={values.reason}
          onChange={(v) => set('reason', v)}
          options={['spam', 'withdrawn', 'not_accepted'].map((value) => ({
            value,
            label: word('close_reason', value),
          }))}
        />
      )}
      <Refusal error={error} />
    </Modal>
  )
}
