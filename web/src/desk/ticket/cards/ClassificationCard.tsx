// Verdicts with their confidence; the words that decided are underlined in the text; a correction is
// one press and can be undone for ten seconds.
import { Button, Select, Switch } from 'antd'
import { useEffect, useState } from 'react'
import { CATEGORIES, COMPLAINT_KINDS, SENTIMENTS, type Ticket } from '../../../shared/api/types'
import { useWords } from '../../app/i18n'
import { useSession } from '../../app/session'
import { ConfidenceBar } from '../../parts/Evidence'
import { Refusal } from '../../parts/Refusal'
import { SentimentFace } from '../../parts/Sentiment'
import { StaleNotice } from '../steps/StaleNotice'
import { allowanceOf } from '../steps/specs'
import { useStep } from '../steps/useStep'
import { Card } from './Card'

const UNDO_MS = 10_000
type Verdict = 'category' | 'complaint_kind' | 'sentiment'

export function ClassificationCard({
  ticket,
  evidence,
  setEvidence,
}: {
  ticket: Ticket
  evidence: boolean
  setEvidence: (on: boolean) => void
}) {
  const { t, word } = useWords()
  const { may } = useSession()
  const { run, busy, error, stale } = useStep(ticket)
  const [undo, setUndo] = useState<Record<string, unknown> | null>(null)
  useEffect(() => {
    if (!undo) return
    const timer = setTimeout(() => setUndo(null), UNDO_MS)
    return () => clearTimeout(timer)
  }, [undo])
  const a = ticket.analysis
  const editable = may('ticket.work') && allowanceOf(ticket, 'correct')?.allowed !== false
  const correct = async (field: Verdict, value: string) => {
    const before = ticket[field]
    if (await run('correct', { [field]: value })) setUndo(before ? { [field]: before } : null)
  }
  const choose = (
    field: Verdict,
    vocabulary: string,
    values: readonly string[],
    value: string | null,
  ) => (
    <Select
      size="small"
      variant={editable ? 'outlined' : 'borderless'}
      disabled={!editable || busy}
      className="verdict"
      popupMatchSelectWidth={false}
      aria-label={word('field', field)}
      value={value ?? undefined}
      placeholder="—"
      onChange={(v: string) => correct(field, v)}
      options={values.map((v) => ({ value: v, label: word(vocabulary, v) }))}
    />
  )
  return (
    <Card
      name="classification"
      title={t('verdict.title')}
      extra={a && <ConfidenceBar value={a.confidence} label={t('verdict.confidence')} />}
    >
      <dl className="facts">
        <div>
          <dt>{word('field', 'category')}</dt>
          <dd>{choose('category', 'category', CATEGORIES, ticket.category)}</dd>
        </div>
        {ticket.category === 'complaint' && (
          <div>
            <dt>{word('field', 'complaint_kind')}</dt>
            <dd>{choose('complaint_kind', 'kind', COMPLAINT_KINDS, ticket.complaint_kind)}</dd>
          </div>
        )}
        <div>
          <dt>{word('field', 'sentiment')}</dt>
          <dd>
            <SentimentFace sentiment={ticket.sentiment} />{' '}
            {choose('sentiment', 'sentiment', SENTIMENTS, ticket.sentiment)}
          </dd>
        </div>
        {a && a.emotions.length > 0 && (
          <div>
            <dt>{t('verdict.emotions')}</dt>
            <dd>{a.emotions.map((e) => word('emotion', e)).join('、')}</dd>
          </div>
        )}
        {a && a.sensitive_classes.length > 0 && (
          <div>
            <dt>{t('ticket.sensitive')}</dt>
            <dd className="needs">
              {a.sensitive_classes.map((s) => word('sensitive', s)).join('、')}
            </dd>
          </div>
        )}
        {ticket.topics.length > 0 && (
          <div>
            <dt>{t('verdict.topics')}</dt>
            <dd>{ticket.topics.map((x) => word('topic', x)).join('、')}</dd>
          </div>
        )}
      </dl>
      {undo && (
        <p className="undo" role="status">
          {t('verdict.corrected')}{' '}
          <Button
            size="small"
            onClick={async () => {
              if (await run('correct', undo)) setUndo(null)
            }}
          >
            {t('undo')}
          </Button>
        </p>
      )}
      <StaleNotice changes={stale} />
      <Refusal error={error} />
      {a && a.evidence.length > 0 && (
        <p className="evidence-switch">
          <Switch size="small" id="evidence" checked={evidence} onChange={setEvidence} />{' '}
          <label htmlFor="evidence">{t('verdict.show_evidence')}</label>
          <span className="soft">
            {a.rule ? `${word('priority_rule', a.rule)} · ` : ''}
            {a.version}
          </span>
        </p>
      )}
    </Card>
  )
}
