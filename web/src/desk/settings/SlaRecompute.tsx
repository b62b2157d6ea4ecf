// Open tickets keep the policies they were received under until somebody gives them those of now.
import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { post } from '../../shared/api/client'
import type { RecomputeOut } from '../../shared/api/schema'
import { formatExact } from '../../shared/time'
import { useWords } from '../app/i18n'
import { Refusal } from '../parts/Refusal'

export function SlaRecompute() {
  const { t, word, locale } = useWords()
  const cache = useQueryClient()
  const [found, setFound] = useState<RecomputeOut & { applied: boolean }>()
  const [failure, setFailure] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const run = async (applied: boolean) => {
    setBusy(true)
    setFailure(null)
    await post<RecomputeOut>('/sla/recompute', { dry_run: !applied }).then(
      (answer) => setFound({ ...answer, applied }),
      setFailure,
    )
    if (applied) await cache.invalidateQueries({ queryKey: ['tickets'] })
    setBusy(false)
  }
  const said = found && { changed: found.changed, open: found.open }
  const when = (at: string | null | undefined) => (at ? formatExact(at, locale) : t('sla.no_clock'))
  return (
    <section className="card" aria-label={t('sla.recompute')}>
      <h2>{t('sla.recompute')}</h2>
      <p className="soft">{t('sla.recompute_hint')}</p>
      <div className="card-actions">
        <Button loading={busy} onClick={() => run(false)}>
          {t('sla.dry_run')}
        </Button>
        {found && !found.applied && found.changed > 0 && (
          <Button danger loading={busy} onClick={() => run(true)}>
            {t('sla.apply', { changed: found.changed })}
          </Button>
        )}
      </div>
      <Refusal error={failure} />
      <p role="status">{said && t(found.applied ? 'sla.did_change' : 'sla.would_change', said)}</p>
      {found && found.samples.length > 0 && (
        <section className="table-wrap" aria-label={t('sla.samples')}>
          <table className="table">
            <thead>
              <tr>
                <th>{t('sla.ticket')}</th>
                <th>{t('sla.clock_name')}</th>
                <th>{t('sla.before')}</th>
                <th>{t('sla.after')}</th>
              </tr>
            </thead>
            <tbody>
              {found.samples.map((s) => (
                <tr key={`${s.ticket_no} ${s.clock}`}>
                  <td>
                    <Link to={`/tickets/${s.ticket_no}`}>{s.ticket_no}</Link>
                  </td>
                  <td>{word('clock_name', s.clock)}</td>
                  <td>{when(s.before)}</td>
                  <td>{when(s.after)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </section>
  )
}
