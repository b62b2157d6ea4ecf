// Public forms as stored (document kind "form", docs/admin.md).
import { CATEGORIES, type Category, type Localised } from '../../shared/api/types'

export const FIELD_KINDS = [
  'text',
  'long_text',
  'select',
  'number',
  'date',
  'store',
  'product',
  'order_no',
] as const
export type FieldKind = (typeof FIELD_KINDS)[number]
export const MOST_FIELDS = 50

export interface FormOptionBody {
  value: string
  label?: Localised
}
export interface FormFieldBody {
  name: string
  kind: FieldKind
  label: Localised
  help?: Localised
  required?: boolean
  options?: FormOptionBody[]
  min?: number | null
  max?: number | null
}
export interface FormBody {
  form?: string
  title: Localised
  intro?: Localised
  categories: Category[]
  fields: FormFieldBody[]
  products: string[]
  contact: 'none' | 'optional' | 'required'
  active: boolean
  origins: string[]
  widget_key: number
}

/** What the server takes for granted, said: so that the form on the screen is whole. */
export function fullForm(body: Partial<FormBody>): FormBody {
  return {
    ...body,
    title: body.title ?? {},
    categories: body.categories ?? [...CATEGORIES],
    fields: (body.fields ?? []).map((field) => ({
      ...field,
      options: (field.options ?? []).map((o) => (typeof o === 'string' ? { value: o } : o)),
    })),
    products: body.products ?? [],
    contact: body.contact ?? 'optional',
    active: body.active ?? true,
    origins: body.origins ?? [],
    widget_key: body.widget_key ?? 1,
  }
}

/** A text in three languages without the empty ones; nothing when all are. */
export function withText(texts: Localised | undefined, locale: keyof Localised, text: string) {
  const next = { ...texts, [locale]: text }
  if (!text) delete next[locale]
  return Object.keys(next).length > 0 ? next : undefined
}

/** One choice a line; a known choice keeps its words in other languages. */
export function readOptions(text: string, known: FormOptionBody[]): FormOptionBody[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .map((value) => known.find((o) => o.value === value) ?? { value })
}

/** A name for a new field that no other has. */
export function freeFieldName(fields: FormFieldBody[], kind: FieldKind): string {
  const taken = fields.map((f) => f.name)
  if (!taken.includes(kind)) return kind
  let n = 2
  while (taken.includes(`${kind}_${n}`)) n += 1
  return `${kind}_${n}`
}

export const formPath = (id: string) =>
  id === 'default' ? '/feedback' : `/feedback/${encodeURIComponent(id)}`
