// Reply templates with lint: what a reply must say (receipt, who, when, contact) is checked as typed.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Input, Select } from 'antd'
import { useEffect, useState } from 'react'
import { get, post, request } from '../../shared/api/client'
import type { Document } from '../../shared/api/types'
import { formatInstant } from '../../shared/time'
import { useWords } from '../app/i18n'
import { Refusal } from '../parts/Refusal'
import { Empty, ErrorState, Loading } from '../parts/States'
import { type TemplateBody, templateName } from '../ticket/templates'

interface Finding {
  code: string
  severity: 'error' | 'warning'
  zh: string
  en: string
}

const LINT_MS = 600

export default function TemplatesSection() {
  const { t, word } = useWords()
  const { data, error, refetch } = useQuery({
    queryKey: ['templates'],
    queryFn: ({ signal }) => get<{ items: Document<TemplateBody>[] }>('/templates', signal),
    refetchOnWindowFocus: false,
  })
  const [id, setId] = useState<string>()
  if (!data) return error ? <ErrorState error={error} retry={() => refetch()} /> : <Loading />
  const chosen = data.items.find((x) => x.id === id) ?? data.items[0]
  if (!chosen) return <Empty text={t('templates.none')} />
  return (
    <>
      <Select
        className="role-select"
        showSearch
        optionFilterProp="label"
        aria-label={t('settings.templates')}
        value={chosen.id}
        onChange={setId}
        options={data.items.map((x) => ({ value: x.id, label: templateName(x.id, word) }))}
      />
      <OneTemplate key={`${chosen.id}@${chosen.version}`} template={chosen} />
    </>
  )
}

function OneTemplate({ template }: { template: Document<TemplateBody> }) {
  const { t, locale } = useWords()
  const cache = useQueryClient()
  const [body, setBody] = useState(template.body)
  const [failure, setFailure] = useState<unknown>(null)
  const findings = useLint(template.id, body)
  const changed = body.text !== template.body.text || body.subject !== template.body.subject
  const save = async () => {
    setFailure(null)
    try {
      await request(`/templates/${encodeURIComponent(template.id)}`, {
        method: 'PUT',
        body: { body, version: template.version },
      })
      await cache.invalidateQueries({ queryKey: ['templates'] })
    } catch (problem) {
      setFailure(problem)
    }
  }
  return (
    <>
      <label className="label" htmlFor="template-subject">
        {t('templates.subject')}
      </label>
      <Input
        id="template-subject"
        maxLength={200}
        value={body.subject}
        onChange={(e) => setBody({ ...body, subject: e.target.value })}
      />
      <label className="label" htmlFor="template-text">
        {t('templates.text')}
      </label>
      <div className="form-row">
        <Input.TextArea
          id="template-text"
          rows={8}
          value={body.text}
          onChange={(e) => setBody({ ...body, text: e.target.value })}
        />
      </div>
      <div role="status" className="lint">
        {findings && findings.length === 0 && <p className="soft">{t('templates.fine')}</p>}
        <ul>
          {findings?.map((f) => (
            <li key={f.code + f.en} className={f.severity === 'error' ? 'problem' : 'needs'}>
              {locale === 'en' ? f.en : f.zh}
            </li>
          ))}
        </ul>
      </div>
      <p className="soft">
        {template.by_name
          ? t('settings.changed', { who: template.by_name, at: formatInstant(template.at, locale) })
          : t('settings.default')}
      </p>
      <Refusal error={failure} />
      <p className="card-actions">
        <Button type="primary" disabled={!changed} onClick={save}>
          {t('save')}
        </Button>
      </p>
    </>
  )
}

/** What is missing, asked a moment after the last key. */
function useLint(id: string, body: TemplateBody): Finding[] | null {
  const [findings, setFindings] = useState<Finding[] | null>(null)
  useEffect(() => {
    const timer = setTimeout(() => {
      post<{ findings: Finding[] }>('/templates/lint', { id, ...body }).then(
        (answer) => setFindings(answer.findings),
        () => setFindings(null),
      )
    }, LINT_MS)
    return () => clearTimeout(timer)
  }, [id, body])
  return findings
}
