// What the form holds, what is wrong with it, and what is sent.

import type { FieldProblem } from '../../shared/api/problem'
import type { WidgetIn } from '../../shared/api/schema'
import type { Category, FormField, PublicForm } from '../../shared/api/types'
import type { T } from '../i18n'
import type { Proof } from './proof'

export const MAX_TEXT = 10_000

export interface Values {
  text: string
  category: Category | null
  name: string
  mobile: string
  email: string
  product: string
  order_no: string
  custom: Record<string, string>
  website: string
}

export const EMPTY: Values = {
  text: '',
  category: null,
  name: '',
  mobile: '',
  email: '',
  product: '',
  order_no: '',
  custom: {},
  website: '',
}

export type Problems = Record<string, string>

export function fieldValue(values: Values, field: FormField): string {
  if (field.kind === 'order_no') return values.order_no
  if (field.kind === 'product') return values.product
  return values.custom[field.name] ?? ''
}

export function withValue(values: Values, field: FormField, value: string): Values {
  if (field.kind === 'order_no') return { ...values, order_no: value }
  if (field.kind === 'product') return { ...values, product: value }
  return { ...values, custom: { ...values.custom, [field.name]: value } }
}

const digits = (text: string) => text.normalize('NFKC').replace(/[\s-]/g, '')

export function check(values: Values, form: PublicForm, t: T): Problems {
  const problems: Problems = {}
  const length = Array.from(values.text.trim()).length
  if (length === 0) problems.text = t('form.text_required')
  if (length > MAX_TEXT) problems.text = t('form.text_too_long', { max: MAX_TEXT, n: length })
  const mobile = digits(values.mobile)
  if (mobile && !/^(1\d{10}|\+\d{7,15})$/.test(mobile)) problems.mobile = t('form.mobile_invalid')
  if (values.email && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(values.email.trim()))
    problems.email = t('form.email_invalid')
  if (form.contact === 'required' && !mobile && !values.email.trim())
    problems.mobile = t('form.contact_needed')
  for (const field of form.fields) {
    const problem = fieldProblem(field, fieldValue(values, field).trim(), t)
    if (problem) problems[field.name] = problem
  }
  return problems
}

function fieldProblem(field: FormField, value: string, t: T): string | null {
  if (!value) return field.required ? t('form.required') : null
  if (field.kind !== 'number') return null
  const number = Number(value)
  if (Number.isNaN(number)) return t('form.not_a_number')
  if (field.min !== null && number < field.min) return t('form.at_least', { n: field.min })
  if (field.max !== null && number > field.max) return t('form.at_most', { n: field.max })
  return null
}

/** What the server says about a field, in the customer's language where we have the words. */
export function problemText(problem: FieldProblem, t: T): string {
  if (problem.problem === 'required') return t('form.required')
  if (problem.problem === 'unknown_value') return t('form.choose')
  return problem.detail ?? problem.problem
}

function filled(values: Record<string, string>): Record<string, string> | undefined {
  const entries = Object.entries(values)
    .map(([k, v]) => [k, v.trim()] as const)
    .filter(([, v]) => v)
  return entries.length > 0 ? Object.fromEntries(entries) : undefined
}

export function bodyOf(values: Values, form: PublicForm, pow: Proof, widget?: WidgetIn) {
  // A draft may hold answers to fields the form no longer asks for.
  const asked = Object.fromEntries(
    Object.entries(values.custom).filter(([name]) => form.fields.some((f) => f.name === name)),
  )
  return {
    channel: widget ? 'in_app' : 'web_form',
    form: form.form,
    text: values.text.trim(),
    category: values.category ?? undefined,
    contact: filled({ name: values.name, mobile: digits(values.mobile), email: values.email }),
    product: values.product.trim() || undefined,
    order_no: values.order_no.trim() || undefined,
    custom: filled(asked),
    website: values.website,
    pow,
    widget,
  }
}
