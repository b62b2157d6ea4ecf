// SLA policies, with "a mid ticket received Friday 17:30 is due …" before anything is saved.
import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { post } from '../../shared/api/client'
import { CATEGORIES, type Clock, PRIORITIES } from '../../shared/api/types'
import { formatExact, formatInstant } from '../../shared/time'
import { useWords } from '../app/i18n'
import { Refusal } from '../parts/Refusal'
import { DocumentsEditor } from './DocumentsEditor'

function localInput(date: Date): string {
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

export default function SlaSection() {
  const { t } = useWords()
  return (
    <>
      <Preview />
      <h2>{t('sla.policies')}</h2>
      <DocumentsEditor kind="sla_policy" />
    </>
  )
}

function Preview() {
  const { t, word, locale } = useWords()
  const [at, setAt] = useState(() => localInput(new Date()))
  const [priority, setPriority] = useState('mid')
  const [category, setCategory] = useState('complaint')
  const [clocks, setClocks] = useState<Clock[] | null>(null)
  const [error, setError] = useState<unknown>(null)
  const run = async () => {
    setError(null)
    const body = {
      received_at: new Date(at).toISOString().replace(/\.\d+Z$/, 'Z'),
      priority,
      category,
    }
    await post<{ clocks: Clock[] }>('/sla/preview', body).then(
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
            <span>{t('clock.due', { at: formatExact(c.due_at, locale) })}</span>
          </h4>
          <ol>
            {c.explained.map((line) => (
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
