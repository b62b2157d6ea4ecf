// Reply templates with lint: what a reply must say (receipt, who, when, contact) is checked as typed.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Input, Select } from 'antd'
import { useEffect, useState } from 'react'
import { get, post, request } from '../../shared/api/client'
import { useWords } from '../app/i18n'
import { Refusal } from '../parts/Refusal'
import { Empty, ErrorState, Loading } from '../parts/States'

type Template = Record<string, unknown> & { id: string }
type Finding = string | { problem?: string; rule?: string; detail?: string; message?: string }

const LINT_MS = 600
const nameOf = (x: Template) =>
  [x.name ?? x.stage ?? x.id, x.locale, x.channel].filter(Boolean).join(' · ')
const textKey = (x: Template) => (typeof x.body === 'string' ? 'body' : 'text')
const sayFinding = (f: Finding) =>
  typeof f === 'string' ? f : (f.detail ?? f.message ?? f.problem ?? f.rule ?? JSON.stringify(f))

export default function TemplatesSection() {
  const { t } = useWords()
  const cache = useQueryClient()
  const { data, error, refetch } = useQuery({
    queryKey: ['templates'],
    queryFn: ({ signal }) => get<{ items: Template[] }>('/templates', signal),
  })
  const [id, setId] = useState<string>()
  const [text, setText] = useState('')
  const [findings, setFindings] = useState<Finding[]>([])
  const [failure, setFailure] = useState<unknown>(null)
  const [saved, setSaved] = useState(false)
  const template = data?.items.find((x) => x.id === id) ?? data?.items[0]
  const templateText = template ? String(template[textKey(template)] ?? '') : ''
  useEffect(() => {
    setText(templateText)
  }, [templateText])
  useEffect(() => {
    if (!template || !text) return
    const timer = setTimeout(() => {
      post<{ findings?: Finding[]; problems?: Finding[]; items?: Finding[] }>('/templates/lint', {
        ...template,
        [textKey(template)]: text,
      }).then(
        (answer) => setFindings(answer.findings ?? answer.problems ?? answer.items ?? []),
        () => setFindings([]),
      )
    }, LINT_MS)
    return () => clearTimeout(timer)
  }, [template, text])
  if (!data) return error ? <ErrorState error={error} retry={() => refetch()} /> : <Loading />
  if (!template) return <Empty text={t('templates.none')} />
  const save = async () => {
    setFailure(null)
    try {
      await request(`/templates/${encodeURIComponent(template.id)}`, {
        method: 'PUT',
        body: { ...template, [textKey(template)]: text },
      })
      await cache.invalidateQueries({ queryKey: ['templates'] })
      setSaved(true)
    } catch (problem) {
      setFailure(problem)
    }
  }
  return (
    <>
      <Select
        className="role-select"
        showSearch
        optionFilterProp="label"
        aria-label={t('settings.templates')}
        value={template.id}
        onChange={(next) => {
          setId(next)
          setSaved(false)
        }}
        options={data.items.map((x) => ({ value: x.id, label: nameOf(x) }))}
      />
      <div className="form-row">
        <label className="label" htmlFor="template-text">
          {t('templates.text')}
        </label>
        <Input.TextArea
          id="template-text"
          rows={6}
          value={text}
          onChange={(e) => {
            setText(e.target.value)
            setSaved(false)
          }}
        />
      </div>
      <div role="status">
        {findings.length > 0 ? (
          <ul className="needs">
            {findings.map((f) => (
              <li key={sayFinding(f)}>{sayFinding(f)}</li>
            ))}
          </ul>
        ) : (
          <p className="soft">{t('templates.fine')}</p>
        )}
      </div>
      <Refusal error={failure} />
      <p className="card-actions">
        <Button type="primary" disabled={text === templateText} onClick={save}>
          {t('save')}
        </Button>
        {saved && <span>{t('saved')}</span>}
      </p>
    </>
  )
}
