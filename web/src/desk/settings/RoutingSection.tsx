// Ordered routing rules: a dry run on past tickets comes before saving.
import { ArrowDownOutlined, ArrowUpOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Switch } from 'antd'
import { useEffect, useState } from 'react'
import { Link } from 'react-router'
import { get, post, request } from '../../shared/api/client'
import { useWords } from '../app/i18n'
import { Refusal } from '../parts/Refusal'
import { useRoutingWords } from '../parts/routingWords'
import { ErrorState, Loading } from '../parts/States'
import { JsonEditor, jsonProblem } from './JsonEditor'
import { moved } from './moved'

interface Rule {
  name: string
  when: Record<string, unknown>
  then: Record<string, unknown>
  enabled: boolean
}
interface Rules {
  version: number
  body: { rules: Rule[] }
}
interface DryRun {
  tickets: number
  changed: number
  samples: { ticket_no: string; before: string; after: string }[]
}

export default function RoutingSection() {
  const { t } = useWords()
  const { conditions, actions, did, ruleName } = useRoutingWords()
  const cache = useQueryClient()
  const { data, error, refetch } = useQuery({
    queryKey: ['routing'],
    queryFn: ({ signal }) => get<Rules>('/routing-rules', signal),
    refetchOnWindowFocus: false,
  })
  const [rules, setRules] = useState<Rule[]>([])
  const [asText, setAsText] = useState<string | null>(null)
  const [dry, setDry] = useState<DryRun | null>(null)
  const [failure, setFailure] = useState<unknown>(null)
  const [saved, setSaved] = useState(false)
  useEffect(() => {
    if (data) setRules(data.body.rules)
  }, [data])
  if (!data) return error ? <ErrorState error={error} retry={() => refetch()} /> : <Loading />
  const change = (next: Rule[]) => {
    setRules(next)
    setDry(null)
    setSaved(false)
  }
  const current = (): Rule[] => (asText === null ? rules : (JSON.parse(asText) as Rule[]))
  const attempt = (work: () => Promise<void>) => {
    setFailure(null)
    return work().catch(setFailure)
  }
  const tryOut = () =>
    attempt(async () => setDry(await post<DryRun>('/routing-rules/dry-run', { rules: current() })))
  const save = () =>
    attempt(async () => {
      await request('/routing-rules', {
        method: 'PUT',
        body: { version: data.version, body: { rules: current() } },
      })
      setAsText(null)
      setSaved(true)
      await cache.invalidateQueries({ queryKey: ['routing'] })
    })
  const move = (i: number, by: number) => change(moved(rules, i, by))
  const switchForm = () => {
    if (asText === null) return setAsText(JSON.stringify(rules, null, 2))
    change(current())
    setAsText(null)
  }
  const said = (text: string) => did(text).join(' · ') || t('calendars.none')
  const broken = asText !== null && jsonProblem(asText) !== null
  return (
    <>
      <p className="soft">{t('routing.version', { n: data.version })}</p>
      {asText === null ? (
        <ol className="rules">
          {rules.map((rule, i) => (
            <li key={rule.name} className={rule.enabled ? 'card' : 'card inactive'}>
              <p>
                <b>{ruleName(rule.name)}</b>
                <span className="gap" />
                <Switch
                  size="small"
                  checked={rule.enabled}
                  aria-label={t('routing.enabled', { name: ruleName(rule.name) })}
                  onChange={(enabled) =>
                    change(rules.map((r) => (r === rule ? { ...r, enabled } : r)))
                  }
                />
                <Button
                  size="small"
                  type="text"
                  icon={<ArrowUpOutlined />}
                  disabled={i === 0}
                  aria-label={t('routing.up', { name: ruleName(rule.name) })}
                  onClick={() => move(i, -1)}
                />
                <Button
                  size="small"
                  type="text"
                  icon={<ArrowDownOutlined />}
                  disabled={i === rules.length - 1}
                  aria-label={t('routing.down', { name: ruleName(rule.name) })}
                  onClick={() => move(i, 1)}
                />
              </p>
              <p>
                <span className="soft">{t('routing.when')}</span>
                <Terms said={conditions(rule.when)} none={t('routing.always')} />
              </p>
              <p>
                <span className="soft">{t('routing.then')}</span>
                <Terms said={actions(rule.then)} none={t('calendars.none')} />
              </p>
            </li>
          ))}
        </ol>
      ) : (
        <JsonEditor
          id="rules"
          label={t('routing.rules')}
          text={asText}
          change={(text) => {
            setAsText(text)
            setDry(null)
          }}
        />
      )}
      <p className="card-actions">
        <Button onClick={switchForm} disabled={broken}>
          {asText === null ? t('routing.as_text') : t('routing.as_list')}
        </Button>
        <Button onClick={tryOut} disabled={broken}>
          {t('settings.dry_run')}
        </Button>
        <Button type="primary" onClick={save} disabled={broken || !dry}>
          {t('save')}
        </Button>
        {!dry && <span className="soft">{t('settings.dry_run_first')}</span>}
        {saved && <span role="status">{t('saved')}</span>}
      </p>
      <Refusal error={failure} />
      {dry && (
        <section className="card" role="status">
          <p>
            <b>{t('routing.would_change', { changed: dry.changed, tickets: dry.tickets })}</b>
          </p>
          <ul>
            {dry.samples.map((s) => (
              <li key={s.ticket_no}>
                <Link to={`/tickets/${s.ticket_no}`}>{s.ticket_no}</Link> {said(s.before)} →{' '}
                {said(s.after)}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

function Terms({ said, none }: { said: string[]; none: string }) {
  if (said.length === 0) return <span>{none}</span>
  return (
    <span className="rule-terms">
      {said.map((term) => (
        <span key={term} className="chip plain">
          {term}
        </span>
      ))}
    </span>
  )
}
