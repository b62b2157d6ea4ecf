// Below the map: where the time goes, how tickets ran, and what stands out, in words.
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { Link } from 'react-router'
import { get, query } from '../../shared/api/client'
import { formatNumber, formatSpan } from '../../shared/time'
import { type Key, useWords, type Words } from '../app/i18n'
import { useUsers } from '../parts/Pickers'
import { Empty, ErrorState, Loading } from '../parts/States'
import type { Finding, Place, Process } from './types'

const VARIANTS = 12
const EXAMPLES = 3

export function percent(share: number): string {
  const value = share * 100
  return `${value > 0 && value < 10 ? value.toFixed(1) : Math.round(value)}%`
}

export function Bottlenecks({ data, choose }: { data: Process; choose: (p: Place) => void }) {
  const { t, word, locale } = useWords()
  const span = (s: number) => formatSpan(s * 1000, locale)
  if (data.bottlenecks.length === 0) return <Empty text={t('process.no_wait')} />
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div className="table-scroll" tabIndex={0} role="region" aria-label={t('process.bottlenecks')}>
      <table className="process-table">
        <thead>
          <tr>
            <th scope="col">{t('process.between')}</th>
            <th scope="col">{t('process.times')}</th>
            <th scope="col">{t('process.mean')}</th>
            <th scope="col">{t('process.share')}</th>
            <th scope="col">{t('process.saved')}</th>
          </tr>
        </thead>
        <tbody>
          {data.bottlenecks.map((b) => (
            <tr key={`${b.from}>${b.to}`}>
              <td>
                <Button
                  type="link"
                  size="small"
                  onClick={() => choose({ kind: 'arc', from: b.from, to: b.to })}
                >
                  {word('event', b.from)} → {word('event', b.to)}
                </Button>
                {b.flagged && <b className="flag">{t('process.finding.bottleneck')}</b>}
              </td>
              <td>{formatNumber(b.count, locale)}</td>
              <td>{span(b.mean_wait_s)}</td>
              <td>{percent(b.share)}</td>
              <td>{span(b.saved_per_case_s)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

export function Variants({ data }: { data: Process }) {
  const { t, word, locale } = useWords()
  const most = data.variants[0]?.count ?? 1
  return (
    <>
      <ol className="variants">
        {data.variants.slice(0, VARIANTS).map((v) => (
          <li key={v.path.join('>')}>
            <p className="variant-head">
              <span className="variant-bar" style={{ width: `${(v.count / most) * 100}%` }} />
              <b>{formatNumber(v.count, locale)}</b>
              <span className="soft">{percent(v.count / data.cases)}</span>
            </p>
            <p className="variant-path">{v.path.map((a) => word('event', a)).join(' → ')}</p>
          </li>
        ))}
      </ol>
      <p className="soft">
        {t('process.variants_all', { n: formatNumber(data.variant_count, locale) })}
      </p>
    </>
  )
}

function ownerName({ word }: Words, people: Map<string, string>, owner: string): string {
  return people.get(owner) ?? word('actor', owner)
}

export function Findings({ filter }: { filter: Record<string, string | undefined> }) {
  const words = useWords()
  const { t, word, locale } = words
  const { clock: _clock, ...cases } = filter
  const found = useQuery({
    queryKey: ['process', 'findings', cases],
    queryFn: ({ signal }) => get<{ items: Finding[] }>(`/process/findings${query(cases)}`, signal),
    staleTime: 60_000,
  })
  const users = useUsers()
  if (!found.data)
    return found.error ? (
      <ErrorState error={found.error} retry={() => found.refetch()} />
    ) : (
      <Loading rows={4} />
    )
  if (found.data.items.length === 0) return <Empty text={t('process.no_finding')} />
  const people = new Map(users.data?.items.map((u) => [`user:${u.id}`, u.display_name]))
  const say = (f: Finding) =>
    t(`process.says.${f.kind}` as Key, {
      steps: f.activities.map((a) => word('event', a)).join(' → '),
      owners: f.owners.map((o) => ownerName(words, people, o)).join(' ⇄ '),
      cases: formatNumber(f.cases, locale),
      count: formatNumber(f.count, locale),
      share: percent(f.share),
      time: formatSpan(f.seconds * 1000, locale),
    })
  return (
    <ul className="findings">
      {found.data.items.map((f) => (
        <li key={`${f.kind} ${f.activities} ${f.owners}`}>
          <b>{t(`process.finding.${f.kind}` as Key)}</b>
          <p>
            {say(f)}
            {f.impact_s >= 60 &&
              t('process.impact', { time: formatSpan(f.impact_s * 1000, locale) })}
          </p>
          <p className="soft">
            {f.ticket_nos.slice(0, EXAMPLES).map((no) => (
              <Link key={no} to={`/tickets/${no}`}>
                {no}
              </Link>
            ))}
          </p>
        </li>
      ))}
    </ul>
  )
}
