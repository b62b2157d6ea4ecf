// SLA policies, with "a mid ticket received Friday 17:30 is due …" before anything is saved.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Input, Select } from 'antd'
import { useEffect, useState } from 'react'
import { get, post, request } from '../../shared/api/client'
import { CATEGORIES, PRIORITIES } from '../../shared/api/types'
import { formatExact, formatInstant } from '../../shared/time'
import { useWords } from '../app/i18n'
import { Refusal } from '../parts/Refusal'
import { ErrorState, Loading } from '../parts/States'
import { JsonEditor, jsonProblem } from './JsonEditor'

interface DueClock {
  clock: string
  due: string
  target_due?: string | null
  warnings?: string[]
  explained?: { at: string; zh: string; en: string }[]
}

function localInput(date: Date): string {
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

export default function SlaSection() {
  const { t } = useWords()
  const cache = useQueryClient()
  const { data, error, refetch } = useQuery({
    queryKey: ['sla'],
    queryFn: ({ signal }) => get<unknown>('/sla-policies', signal),
    refetchOnWindowFocus: false,
  })
  const [text, setText] = useState('')
  const [failure, setFailure] = useState<unknown>(null)
  const [saved, setSaved] = useState(false)
  const original = JSON.stringify(data, null, 2)
  useEffect(() => {
    if (original) setText(original)
  }, [original])
  if (!data) return error ? <ErrorState error={error} retry={() => refetch()} /> : <Loading />
  const save = async () => {
    setFailure(null)
    try {
      await request('/sla-policies', { method: 'PUT', body: JSON.parse(text) })
      setSaved(true)
      await cache.invalidateQueries({ queryKey: ['sla'] })
    } catch (problem) {
      setFailure(problem)
    }
  }
  return (
    <>
      <Preview />
      <section className="card">
        <h2>{t('sla.policies')}</h2>
        <JsonEditor
          id="policies"
          label={t('sla.policies_text')}
          text={text}
          change={(next) => {
            setText(next)
            setSaved(false)
          }}
        />
        <Refusal error={failure} />
        <p className="card-actions">
          <Button
            type="primary"
            disabled={text === original || jsonProblem(text) !== null}
            onClick={save}
          >
            {t('save')}
          </Button>
          {saved && <span role="status">{t('saved')}</span>}
        </p>
      </section>
    </>
  )
}

function Preview() {
  const { t, word, locale } = useWords()
  const [at, setAt] = useState(() => localInput(new Date()))
  const [priority, setPriority] = useState('mid')
  const [category, setCategory] = useState('complaint')
  const [clocks, setClocks] = useState<DueClock[] | null>(null)
  const [error, setError] = useState<unknown>(null)
  const run = async () => {
    setError(null)
    const body = {
      received_at: new Date(at).toISOString().replace(/\.\d+Z$/, 'Z'),
      priority,
      category,
    }
    await post<{ clocks: DueClock[] }>('/sla/preview', body).then(
      (answer) => setClocks(answer.clocks),
      setError,
    )
  }
  return (
    <section className="card">
      <h2>{t('sla.preview')}</h2>
      <div className="card-actions">
        <Input
          type="datetime-local"
          className="filter-text"
          aria-label={t('sla.received')}
          value={at}
          onChange={(e) => setAt(e.target.value)}
        />
        <Select
          aria-label={t('ticket.priority')}
          value={priority}
          onChange={setPriority}
          popupMatchSelectWidth={false}
          options={PRIORITIES.map((value) => ({ value, label: word('priority', value) }))}
        />
        <Select
          aria-label={word('field', 'category')}
          value={category}
          onChange={setCategory}
          popupMatchSelectWidth={false}
          options={CATEGORIES.map((value) => ({ value, label: word('category', value) }))}
        />
        <Button onClick={run} disabled={!at}>
          {t('settings.dry_run')}
        </Button>
      </div>
      <Refusal error={error} />
      {clocks?.map((c) => (
        <div key={c.clock} className="explained">
          <h4>
            {word('clock_name', c.clock)}{' '}
            <span>{t('clock.due', { at: formatExact(c.due, locale) })}</span>
          </h4>
          <ol>
            {(c.explained ?? []).map((line) => (
              <li key={line.at + line.en}>
                <time dateTime={line.at}>{formatInstant(line.at, locale)}</time>
                <span>{locale === 'en' ? line.en : line.zh}</span>
              </li>
            ))}
          </ol>
        </div>
      ))}
    </section>
  )
}
