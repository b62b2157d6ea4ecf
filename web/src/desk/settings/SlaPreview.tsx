// When a ticket would be due under the policies and the calendar of now, with the one on the screen
// in its place: the server's own arithmetic, nothing saved.
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Input, Select } from 'antd'
import { useEffect, useState } from 'react'
import { post } from '../../shared/api/client'
import { CATEGORIES, CHANNELS, type Clock, PRIORITIES } from '../../shared/api/types'
import { formatExact, formatInstant } from '../../shared/time'
import { useWords } from '../app/i18n'
import { Refusal } from '../parts/Refusal'
import type { PolicyBody } from './policies'

function localInput(date: Date): string {
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

/** The value once it has rested, so that typing asks once. */
function useRested<T>(value: T, ms: number): T {
  const [rested, setRested] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), ms)
    return () => clearTimeout(timer)
  }, [value, ms])
  return rested
}

function usePreview(asked: string, enabled: boolean) {
  return useQuery({
    queryKey: ['sla-preview', asked],
    queryFn: () => post<{ clocks: Clock[] }>('/sla/preview', JSON.parse(asked)),
    enabled,
    placeholderData: keepPreviousData,
    retry: false,
  })
}

export function SlaPreview({
  policy,
  calendar,
  at: begin,
}: {
  policy?: { id: string; body: PolicyBody }
  /** The text of one that is not saved. */
  calendar?: string
  at?: Date
}) {
  const { t, word, locale } = useWords()
  const when = policy?.body.when ?? {}
  const [at, setAt] = useState(() => localInput(begin ?? new Date()))
  const [priority, setPriority] = useState(when.priority ?? 'mid')
  const [category, setCategory] = useState(when.category ?? 'inquiry')
  const [channel, setChannel] = useState(when.channel ?? 'web_form')
  // The sort of ticket the policy is about; conditions without a list are taken as met.
  const ticket = {
    received_at: at ? new Date(at).toISOString().replace(/\.\d+Z$/, 'Z') : '',
    priority,
    category,
    channel,
    customer_tier: when.customer_tier ?? null,
    department_id: when.department_id ?? null,
  }
  const draft = policy && { draft_id: policy.id, draft: policy.body }
  const asked = useRested(JSON.stringify({ ...ticket, ...draft, calendar: calendar ?? null }), 300)
  const { data, error } = usePreview(asked, at !== '')
  // By the calendar in force, to say what the one on the screen changes.
  const { data: now } = usePreview(JSON.stringify(ticket), at !== '' && calendar !== undefined)
  const instead = (c: Clock) => {
    const due = now?.clocks.find((other) => other.clock === c.clock)?.due_at
    return calendar !== undefined && due && due !== c.due_at ? due : undefined
  }
  const choices = [
    ['priority', PRIORITIES, priority, setPriority],
    ['category', CATEGORIES, category, setCategory],
    ['channel', CHANNELS, channel, setChannel],
  ] as const
  return (
    <section className="card policy-preview" aria-label={t('sla.preview')}>
      <h2>{t('sla.preview')}</h2>
      <Input
        type="datetime-local"
        aria-label={t('sla.received')}
        value={at}
        onChange={(e) => setAt(e.target.value)}
      />
      <div className="card-actions">
        {choices.map(([key, values, value, set]) => (
          <Select<string>
            key={key}
            aria-label={`${t('sla.preview')} · ${word('field', key)}`}
            value={value}
            onChange={set}
            popupMatchSelectWidth={false}
            options={values.map((v) => ({ value: v, label: word(key, v) }))}
          />
        ))}
      </div>
      {error ? (
        <Refusal error={error} />
      ) : (
        <>
          {data?.clocks.length === 0 && <p className="soft">{t('sla.no_clocks')}</p>}
          {data?.clocks.map((c) => (
            <details key={c.clock} className="explained" data-clock={c.clock}>
              <summary>
                <b>{word('clock_name', c.clock)}</b>{' '}
                <time dateTime={c.due_at}>
                  {t('clock.due', { at: formatExact(c.due_at, locale) })}
                </time>
                {instead(c) && (
                  <span className="instead">
                    {t('sla.instead', { at: formatExact(instead(c) ?? '', locale) })}
                  </span>
                )}
              </summary>
              <ol>
                {c.explained.map((line) => (
                  <li key={line.at + line.en}>
                    <time dateTime={line.at}>{formatInstant(line.at, locale)}</time>
                    <span>{locale === 'en' ? line.en : line.zh}</span>
                  </li>
                ))}
              </ol>
            </details>
          ))}
        </>
      )}
    </section>
  )
}
