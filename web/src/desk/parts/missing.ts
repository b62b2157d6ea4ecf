import type { MissingGuard } from '../../shared/api/types'
import type { Words } from '../app/i18n'

/** What stands in the way of a step, in the person's language. */
export function sayMissing(
  missing: MissingGuard[],
  { locale, word }: Pick<Words, 'locale' | 'word'>,
): string {
  return missing
    .map((m) => {
      const known = word('guard', m.guard)
      if (known !== m.guard) return known
      return locale === 'en' ? m.en : m.zh
    })
    .join(locale === 'en' ? '; ' : '；')
}

/** The server's word for what is wrong with a field; its English detail when we have no better. */
export function sayProblemOf(
  field: { problem: string; detail?: string } | undefined,
  word: Words['word'],
): string | undefined {
  if (!field) return undefined
  const known = word('field_problem', field.problem)
  return known === field.problem ? field.detail || field.problem : known
}
