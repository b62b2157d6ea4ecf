// The public form: text first, the rest optional; a draft is kept on the device until it is sent.
import { type FormEvent, lazy, useCallback, useEffect, useRef, useState } from 'react'
import { get, newIdempotencyKey, post } from '../../shared/api/client'
import { ApiProblem, type FieldProblem } from '../../shared/api/problem'
import type { Category, Filed, FormField, PublicForm } from '../../shared/api/types'
import { dropDraft, loadDraft, saveDraft } from '../../shared/drafts'
import { type Key, pick, useLanguage } from '../i18n'
import { Failure } from '../parts/Failure'
import { type ControlIds, Field } from '../parts/Field'
import { useLoad } from '../parts/useLoad'
import { guessCategory } from './guess'
import { proveWork } from './proof'
import {
  bodyOf,
  check,
  EMPTY,
  fieldValue,
  type Problems,
  problemText,
  type Values,
  withValue,
} from './values'
import { useFrameEscape, useWidget } from './widget'

// Comes while the form is filled in: the first view must stay small.
const loadFiled = () => import('./FiledPage')
const FiledPage = lazy(() => loadFiled().then((m) => ({ default: m.FiledPage })))

export function FormPage({ form }: { form: string }) {
  const { t } = useLanguage()
  useFrameEscape()
  useEffect(() => {
    loadFiled().catch(() => undefined)
  }, [])
  const read = useCallback(
    (signal: AbortSignal) => get<PublicForm>(`/public/forms/${encodeURIComponent(form)}`, signal),
    [form],
  )
  const { data, error, reload } = useLoad(read)
  const [filed, setFiled] = useState<Filed | null>(null)
  if (filed) return <FiledPage filed={filed} again={() => setFiled(null)} />
  if (error instanceof ApiProblem && error.status === 404 && form !== 'default') {
    return (
      <>
        <h1>{t('error.title')}</h1>
        <Failure error={error} text={t('error.form_not_found')} />
        <a className="button" href="/feedback">
          {t('form.title')}
        </a>
      </>
    )
  }
  if (error)
    return (
      <>
        <h1>{t('error.title')}</h1>
        <Failure error={error} retry={reload} />
      </>
    )
  if (!data)
    return (
      <p className="loading" role="status">
        {t('loading')}
      </p>
    )
  return <FeedbackForm form={data} filed={setFiled} />
}

/** The field of the page that a path of the API means. */
function nameIn(path: string, form: PublicForm): string {
  const own = form.fields.find((f) => f.kind === path)
  return own?.name ?? path.split('.').pop() ?? path
}

function fromServer(
  errors: FieldProblem[],
  form: PublicForm,
  words: (e: FieldProblem) => string,
): Problems {
  return Object.fromEntries(errors.map((e) => [nameIn(e.path, form), words(e)]))
}

function FeedbackForm({ form, filed }: { form: PublicForm; filed: (filed: Filed) => void }) {
  const { t, locale, change } = useLanguage()
  const widget = useWidget(change)
  const draftKey = `form.${form.form}`
  const [values, setValues] = useState<Values>(() => ({
    ...EMPTY,
    ...preset(form),
    ...loadDraft<Values>(draftKey),
  }))
  const [chosen, setChosen] = useState(() => Boolean(values.category))
  const [problems, setProblems] = useState<Problems>({})
  const [phase, setPhase] = useState<'idle' | 'proof' | 'sending'>('idle')
  const [failure, setFailure] = useState<unknown>(null)
  const idempotencyKey = useRef(newIdempotencyKey())
  const page = useRef<HTMLFormElement>(null)
  const dirty = Boolean(values.text || values.name || values.mobile || values.email)

  const [focusAsked, setFocusAsked] = useState(0)
  useEffect(() => {
    if (focusAsked > 0) page.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [focusAsked])
  useEffect(() => {
    saveDraft(draftKey, values, !dirty)
  }, [draftKey, values, dirty])

  const set = (change: Partial<Values>) => {
    setValues((old) => ({ ...old, ...change }))
    idempotencyKey.current = newIdempotencyKey()
    const names = Object.keys(change)
    if (names.some((name) => problems[name])) {
      setProblems((old) =>
        Object.fromEntries(Object.entries(old).filter(([name]) => !names.includes(name))),
      )
    }
  }
  const write = (text: string) => {
    const guess = chosen ? values.category : guessCategory(text)
    set({ text, category: guess && form.categories.includes(guess) ? guess : values.category })
  }
  const choose = (category: Category) => {
    setChosen(true)
    set({ category })
  }

  async function submit(event: FormEvent) {
    event.preventDefault()
    const found = check(values, form, t)
    setProblems(found)
    setFailure(null)
    if (Object.keys(found).length > 0) return setFocusAsked((n) => n + 1)
    try {
      setPhase('proof')
      const proof = await proveWork()
      setPhase('sending')
      const answer = await post<Filed>('/feedback', bodyOf(values, form, proof, widget), {
        idempotencyKey: idempotencyKey.current,
      })
      dropDraft(draftKey)
      filed(answer)
    } catch (error) {
      const fields =
        error instanceof ApiProblem ? fromServer(error.errors, form, (e) => problemText(e, t)) : {}
      setProblems(fields)
      setFailure(error)
      if (Object.keys(fields).length > 0) setFocusAsked((n) => n + 1)
    } finally {
      setPhase('idle')
    }
  }

  return (
    <form ref={page} onSubmit={submit} noValidate aria-busy={phase !== 'idle'}>
      <h1>{pick(form.title, locale) || t('form.title')}</h1>
      <p className="lead">{pick(form.intro, locale) || t('form.intro')}</p>
      <Field label={t('form.text')} hint={t('form.text_hint')} error={problems.text} required>
        {(ids) => (
          <textarea {...ids} rows={6} value={values.text} onChange={(e) => write(e.target.value)} />
        )}
      </Field>
      <CategoryChips
        categories={form.categories}
        value={values.category}
        guessed={!chosen && Boolean(values.category)}
        choose={choose}
      />
      <MoreFields form={form} values={values} problems={problems} change={(next) => set(next)} />
      {form.contact !== 'none' && (
        <ContactFields
          required={form.contact === 'required'}
          values={values}
          problems={problems}
          set={set}
        />
      )}
      <div className="trap" aria-hidden="true">
        <label>
          Website
          <input
            tabIndex={-1}
            autoComplete="off"
            value={values.website}
            onChange={(e) => set({ website: e.target.value })}
          />
        </label>
      </div>
      {Boolean(failure) && <Failure error={failure} />}
      <div className="actions">
        <button type="submit" className="button primary" disabled={phase !== 'idle'}>
          {phase === 'idle' ? t('form.send') : t('form.sending')}
        </button>
        <span className="small" role="status">
          {phase === 'proof' ? t('form.checking') : dirty ? t('form.draft_kept') : ''}
        </span>
        {dirty && phase === 'idle' && (
          <button
            type="button"
            className="link"
            onClick={() => {
              setValues(EMPTY)
              setChosen(false)
              setProblems({})
            }}
          >
            {t('form.draft_clear')}
          </button>
        )}
      </div>
    </form>
  )
}

/** Fields the address fills in: /feedback/shop?store=S12 comes from a poster's QR code. */
function preset(form: PublicForm): Partial<Values> {
  const asked = new URLSearchParams(location.search)
  let values = EMPTY
  for (const field of form.fields) {
    const value = asked.get(field.name)
    if (value) values = withValue(values, field, value.slice(0, 200))
  }
  return values
}

function CategoryChips(props: {
  categories: Category[]
  value: Category | null
  guessed: boolean
  choose: (c: Category) => void
}) {
  const { t } = useLanguage()
  return (
    <fieldset className="field">
      <legend>{t('form.category')}</legend>
      <div className="chips">
        {props.categories.map((category) => (
          <label key={category} className={category === props.value ? 'chip on' : 'chip'}>
            <input
              type="radio"
              name="category"
              checked={category === props.value}
              onChange={() => props.choose(category)}
            />
            {t(`category.${category}` as Key)}
          </label>
        ))}
      </div>
      <p className="small" aria-live="polite">
        {props.guessed ? t('form.category_guess') : ''}
      </p>
    </fieldset>
  )
}

function MoreFields(props: {
  form: PublicForm
  values: Values
  problems: Problems
  change: (v: Values) => void
}) {
  const { t, locale } = useLanguage()
  const { form, values, problems } = props
  const fields: FormField[] = form.fields
  if (fields.length === 0) return null
  const open = fields.some((f) => f.required || problems[f.name] || fieldValue(values, f))
  return (
    <details className="group" open={open || undefined}>
      <summary>{t(fields.some((f) => f.required) ? 'form.more_must' : 'form.more')}</summary>
      {fields.map((field) => (
        <Field
          key={field.name}
          label={pick(field.label, locale) || field.name}
          hint={pick(field.help, locale)}
          error={problems[field.name]}
          required={field.required}
        >
          {(ids) => (
            <Control
              ids={ids}
              field={field}
              products={form.products}
              value={fieldValue(values, field)}
              change={(value) => props.change(withValue(values, field, value))}
            />
          )}
        </Field>
      ))}
    </details>
  )
}

function Control(props: {
  ids: ControlIds
  field: FormField
  products: string[]
  value: string
  change: (value: string) => void
}) {
  const { t, locale } = useLanguage()
  const { ids, field, value, change } = props
  const products = field.kind === 'product' ? props.products : []
  const options = field.options.length
    ? field.options
    : products.map((product) => ({ value: product, label: {} }))
  if (options.length > 0) {
    return (
      <select {...ids} value={value} onChange={(e) => change(e.target.value)}>
        <option value="">{t('form.choose')}</option>
        {options.map((o) => (
          <option key={o.value} value={o.value}>
            {pick(o.label, locale) || o.value}
          </option>
        ))}
      </select>
    )
  }
  if (field.kind === 'long_text') {
    return (
      <textarea
        {...ids}
        rows={4}
        maxLength={4000}
        value={value}
        onChange={(e) => change(e.target.value)}
      />
    )
  }
  const kind = field.kind === 'date' ? 'date' : 'text'
  return (
    <input
      {...ids}
      type={kind}
      inputMode={field.kind === 'number' ? 'decimal' : undefined}
      value={value}
      maxLength={200}
      onChange={(e) => change(e.target.value)}
    />
  )
}

function ContactFields(props: {
  required: boolean
  values: Values
  problems: Problems
  set: (v: Partial<Values>) => void
}) {
  const { t } = useLanguage()
  const { values, problems, set } = props
  return (
    <fieldset className="group">
      <legend>{t(props.required ? 'form.contact_must' : 'form.contact')}</legend>
      <p className="small">{t(props.required ? 'form.contact_needed' : 'form.contact_use')}</p>
      <Field label={t('form.name')} error={problems.name}>
        {(ids) => (
          <input
            {...ids}
            autoComplete="name"
            maxLength={100}
            value={values.name}
            onChange={(e) => set({ name: e.target.value })}
          />
        )}
      </Field>
      <Field label={t('form.mobile')} error={problems.mobile}>
        {(ids) => (
          <input
            {...ids}
            type="tel"
            inputMode="tel"
            autoComplete="tel"
            maxLength={30}
            value={values.mobile}
            onChange={(e) => set({ mobile: e.target.value })}
          />
        )}
      </Field>
      <Field label={t('form.email')} error={problems.email}>
        {(ids) => (
          <input
            {...ids}
            type="email"
            autoComplete="email"
            maxLength={200}
            value={values.email}
            onChange={(e) => set({ email: e.target.value })}
          />
        )}
      </Field>
    </fieldset>
  )
}
