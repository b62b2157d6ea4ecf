// QR posters: a code a store, opening a form with the store filled in; as PNG or PDF.
import { Button, Input, Select } from 'antd'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useWords } from '../../app/i18n'
import { Refusal } from '../../parts/Refusal'
import { Empty, ErrorState, Loading } from '../../parts/States'
import { useDocuments } from '../useDocuments'
import { draw, type Poster, pdfOf, pngOf, posterUrl, storesOf } from './poster'

const MOST_POSTERS = 500

interface FormBody {
  title?: Record<string, string>
  fields?: { name: string; kind?: string; label?: Record<string, string> }[]
}

type Field = NonNullable<FormBody['fields']>[number]
const isStore = (field: Field) => field.kind === 'store' || field.name === 'store'

function save(blob: Blob, name: string) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

export default function PostersSection() {
  const { t } = useWords()
  const { data, error, refetch } = useDocuments('form')
  if (!data) return error ? <ErrorState error={error} retry={() => refetch()} /> : <Loading />
  if (data.items.length === 0) return <Empty text={t('documents.none')} />
  return <Posters forms={data.items.map((d) => ({ id: d.id, body: d.body as FormBody }))} />
}

function Posters({ forms }: { forms: { id: string; body: FormBody }[] }) {
  const { t, locale } = useWords()
  const first = forms.find((f) => f.body.fields?.some(isStore)) ?? forms[0]
  const [formId, setFormId] = useState(first?.id ?? '')
  const form = forms.find((f) => f.id === formId) ?? forms[0]
  const fields = (form?.body.fields ?? []).filter((f) => !['date', 'number'].includes(f.kind ?? ''))
  const likely = fields.find(isStore) ?? null
  const [chosen, setChosen] = useState<string | null>(null)
  const field = fields.some((f) => f.name === chosen) ? chosen : (likely?.name ?? null)
  const [stores, setStores] = useState('')
  const [heading, setHeading] = useState<string>(t('posters.heading_text'))
  const [line, setLine] = useState<string>(t('posters.line_text'))
  const [shown, setShown] = useState(0)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<unknown>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const posters = useMemo<Poster[]>(() => {
    const list = storesOf(stores).slice(0, MOST_POSTERS)
    return (list.length > 0 ? list : [{ value: '', name: '' }]).map((store) => ({
      url: posterUrl(location.origin, form?.id ?? 'default', field, store.value),
      heading,
      line,
      store: store.name,
    }))
  }, [stores, form, field, heading, line])
  const poster = posters[Math.min(shown, posters.length - 1)]
  useEffect(() => {
    if (canvas.current && poster) draw(canvas.current, poster)
  }, [poster])
  const run = async (make: () => Promise<void>) => {
    setBusy(true)
    setFailure(null)
    await make().catch(setFailure)
    setBusy(false)
  }
  const label = (names?: Record<string, string>) => names?.[locale] ?? names?.['zh-CN']
  if (!poster) return null
  return (
    <div className="posters">
      <div className="posters-form">
        <label htmlFor="poster-form">{t('posters.form')}</label>
        <Select
          id="poster-form"
          value={form?.id}
          onChange={setFormId}
          options={forms.map((f) => ({ value: f.id, label: label(f.body.title) ?? f.id }))}
        />
        <label htmlFor="poster-field">{t('posters.field')}</label>
        <Select
          id="poster-field"
          value={field}
          onChange={setChosen}
          disabled={fields.length === 0}
          placeholder={t('posters.no_field')}
          options={fields.map((f) => ({ value: f.name, label: label(f.label) ?? f.name }))}
        />
        {fields.length === 0 && <p className="soft">{t('posters.no_field')}</p>}
        <label htmlFor="poster-stores">{t('posters.stores')}</label>
        <Input.TextArea
          id="poster-stores"
          rows={6}
          value={stores}
          onChange={(e) => setStores(e.target.value)}
          placeholder={t('posters.stores_example')}
        />
        <label htmlFor="poster-heading">{t('posters.heading')}</label>
        <Input
          id="poster-heading"
          maxLength={40}
          value={heading}
          onChange={(e) => setHeading(e.target.value)}
        />
        <label htmlFor="poster-line">{t('posters.line')}</label>
        <Input
          id="poster-line"
          maxLength={120}
          value={line}
          onChange={(e) => setLine(e.target.value)}
        />
        <div className="card-actions">
          <Button
            type="primary"
            disabled={busy}
            onClick={() => run(async () => save(await pdfOf(posters), 'posters.pdf'))}
          >
            {t('posters.pdf', { count: posters.length })}
          </Button>
          <Button
            disabled={busy}
            onClick={() =>
              run(async () => {
                if (!canvas.current) return
                const name = poster.store ? `poster-${poster.store}.png` : 'poster.png'
                save(await pngOf(canvas.current), name)
              })
            }
          >
            {t('posters.png')}
          </Button>
        </div>
        <Refusal error={failure} />
      </div>
      <figure className="posters-preview">
        <canvas ref={canvas} role="img" aria-label={t('posters.preview', { url: poster.url })} />
        {posters.length > 1 && (
          <figcaption>
            <Button
              size="small"
              disabled={shown === 0}
              onClick={() => setShown(shown - 1)}
              aria-label={t('posters.before')}
            >
              ‹
            </Button>
            {Math.min(shown, posters.length - 1) + 1} / {posters.length}
            <Button
              size="small"
              disabled={shown >= posters.length - 1}
              onClick={() => setShown(shown + 1)}
              aria-label={t('posters.after')}
            >
              ›
            </Button>
          </figcaption>
        )}
      </figure>
    </div>
  )
}
