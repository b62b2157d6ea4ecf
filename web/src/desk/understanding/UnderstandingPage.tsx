// How often people put right what was understood: by version, what was taken for what, examples.
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { get } from '../../shared/api/client'
import { CATEGORIES, type VerdictQuality } from '../../shared/api/types'
import { formatInstant, formatNumber } from '../../shared/time'
import { type Key, useWords } from '../app/i18n'
import { Empty, ErrorState, Loading } from '../parts/States'

type Version = VerdictQuality['versions'][number]
type Example = VerdictQuality['examples'][number]

const percent = (share: number) => `${(share * 100).toFixed(1)}%`

export default function UnderstandingPage() {
  const { t } = useWords()
  const { data, error, refetch } = useQuery({
    queryKey: ['understanding'],
    queryFn: ({ signal }) => get<VerdictQuality>('/understanding', signal),
    staleTime: 30_000,
  })
  return (
    <div className="page process-page">
      <header className="page-head">
        <h1>{t('nav.understanding')}</h1>
      </header>
      <p className="soft">{t('understanding.about')}</p>
      {!data ? (
        error ? (
          <ErrorState error={error} retry={() => refetch()} />
        ) : (
          <Loading />
        )
      ) : data.versions.length === 0 ? (
        <Empty text={t('understanding.none')} />
      ) : (
        <>
          {data.versions.map((version) => (
            <VersionTable key={version.version} version={version} />
          ))}
          <ConfusionTable cells={data.category} />
          <Examples examples={data.examples} />
        </>
      )}
    </div>
  )
}

function Scroll({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div className="table-scroll" tabIndex={0} role="region" aria-label={label}>
      {children}
    </div>
  )
}

function VersionTable({ version }: { version: Version }) {
  const { t, locale } = useWords()
  const title = t('understanding.version', { version: version.version })
  return (
    <section className="card">
      <h2>{title}</h2>
      <p className="soft">
        {t('understanding.seen', {
          seen: formatNumber(version.seen, locale),
          tickets: formatNumber(version.tickets, locale),
          from: formatInstant(version.first_at, locale),
          to: formatInstant(version.last_at, locale),
        })}
      </p>
      <Scroll label={title}>
        <table className="process-table">
          <thead>
            <tr>
              <th scope="col">{t('understanding.field')}</th>
              <th scope="col">{t('understanding.checked')}</th>
              <th scope="col">{t('understanding.wrong')}</th>
              <th scope="col">{t('understanding.rate')}</th>
              <th scope="col">{t('understanding.interval')}</th>
            </tr>
          </thead>
          <tbody>
            {version.fields.map((f) => (
              <tr key={f.field}>
                <th scope="row">{t(`understanding.of.${f.field}` as Key)}</th>
                <td>{formatNumber(f.seen, locale)}</td>
                <td>{formatNumber(f.wrong, locale)}</td>
                <td>{f.seen > 0 ? percent(f.rate) : '—'}</td>
                <td>{f.seen > 0 ? `${percent(f.low)} – ${percent(f.high)}` : '—'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  )
}

function ConfusionTable({ cells }: { cells: VerdictQuality['category'] }) {
  const { t, word, locale } = useWords()
  if (cells.length === 0) return null
  const count = (was: string, now: string) =>
    cells.find((cell) => cell.was === was && cell.now === now)?.count ?? 0
  return (
    <section className="card">
      <h2>{t('understanding.confusion')}</h2>
      <p className="soft">{t('understanding.confusion_note')}</p>
      <Scroll label={t('understanding.confusion')}>
        <table className="process-table">
          <thead>
            <tr>
              <th scope="col">{t('understanding.said')}</th>
              {CATEGORIES.map((now) => (
                <th scope="col" key={now}>
                  {word('category', now)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {CATEGORIES.map((was) => (
              <tr key={was}>
                <th scope="row">{word('category', was)}</th>
                {CATEGORIES.map((now) => {
                  const n = count(was, now)
                  return (
                    <td key={now}>
                      {n === 0 ? (
                        <span className="soft">0</span>
                      ) : was === now ? (
                        formatNumber(n, locale)
                      ) : (
                        <b>{formatNumber(n, locale)}</b>
                      )}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  )
}

function Examples({ examples }: { examples: Example[] }) {
  const { t, word } = useWords()
  const value = (field: string, id: string) => {
    if (field === 'sensitive') return t(id === 'true' ? 'understanding.yes' : 'understanding.no')
    if (!id) return '—'
    return word(field === 'complaint_kind' ? 'kind' : (field as 'category'), id)
  }
  return (
    <section className="card">
      <h2>{t('understanding.examples')}</h2>
      {examples.length === 0 && <p className="soft">{t('understanding.no_examples')}</p>}
      <ul className="links">
        {examples.map(({ ticket, field, was, now }) => (
          <li key={ticket.ticket_no + field}>
            <Link to={`/tickets/${ticket.ticket_no}`}>{ticket.ticket_no}</Link>
            <span className="link-title">{ticket.title}</span>
            <span className="chip plain">
              {t(`understanding.of.${field}` as Key)}: {value(field, was)} → {value(field, now)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
