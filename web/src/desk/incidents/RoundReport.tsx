// Whom a text reached or would reach, and each ticket it did not, with the reason.
import { Link } from 'react-router'
import type { IncidentOutcome, IncidentReport } from '../../shared/api/types'
import { useWords } from '../app/i18n'
import { sayMissing } from '../parts/missing'

function Why({ outcome }: { outcome: IncidentOutcome }) {
  const words = useWords()
  const missing = sayMissing(outcome.missing, words)
  if (missing) return <>{missing}</>
  const known = words.word('guard', outcome.code ?? '')
  return <>{known === outcome.code ? outcome.detail : known}</>
}

type Report = Pick<IncidentReport, 'done' | 'already' | 'refused' | 'hidden' | 'items'>

export function RoundReport({ report, trial }: { report: Report; trial?: boolean }) {
  const { t } = useWords()
  const refused = report.items.filter((item) => item.result === 'refused')
  return (
    <div className="round-report" data-testid="round-report">
      <p>{t(trial ? 'incidents.would' : 'incidents.did', { n: report.done })}</p>
      {report.already > 0 && <p>{t('incidents.already', { n: report.already })}</p>}
      {refused.length > 0 && (
        <>
          <p className="needs">
            {t(trial ? 'incidents.would_not' : 'incidents.did_not', { n: refused.length })}
          </p>
          <ul className="refused">
            {refused.map((item) => (
              <li key={item.ticket_no}>
                <Link to={`/tickets/${item.ticket_no}`} target="_blank">
                  {item.ticket_no}
                </Link>{' '}
                <Why outcome={item} />
              </li>
            ))}
          </ul>
        </>
      )}
      {report.hidden > 0 && <p className="needs">{t('incidents.hidden', { n: report.hidden })}</p>}
    </div>
  )
}
