import { Alert } from 'antd'
import { useWords } from '../../app/i18n'
import type { Change } from './useStep'

const VOCABULARY: Record<string, string> = {
  state: 'state',
  sub_state: 'sub_state',
  priority: 'priority',
  category: 'category',
  complaint_kind: 'kind',
  sentiment: 'sentiment',
}

/** Somebody else changed the ticket: what, and that nothing typed is lost. */
export function StaleNotice({ changes }: { changes: Change[] | null }) {
  const { t, word } = useWords()
  if (!changes) return null
  const say = (field: string, value: string) =>
    value ? (VOCABULARY[field] ? word(VOCABULARY[field], value) : value) : t('stale.empty')
  return (
    <Alert
      type="warning"
      role="alert"
      className="refusal"
      message={t('stale.title')}
      description={
        <>
          {changes.length > 0 && (
            <ul>
              {changes.map((c) => (
                <li key={c.field}>
                  {t('stale.change', {
                    field: word('field', c.field),
                    before: say(c.field, c.before),
                    after: say(c.field, c.after),
                  })}
                </li>
              ))}
            </ul>
          )}
          <p>{t('stale.kept')}</p>
        </>
      }
    />
  )
}
