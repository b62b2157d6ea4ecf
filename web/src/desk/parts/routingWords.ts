// Routing rules in words: conditions, what they do, and what they did, with the names of
// departments instead of their codes.
import { useWords } from '../app/i18n'
import { useDepartments } from './Pickers'

/** The vocabulary of a condition's values; what is not here are words of the organisation. */
const VOCABULARY: Record<string, string> = {
  channel: 'channel',
  category: 'category',
  complaint_kind: 'kind',
  priority: 'priority',
  sentiment: 'sentiment',
  customer_tier: 'tier',
  topic: 'topic',
  sensitive_class: 'sensitive',
  tier: 'staff_tier',
  sensitive: 'flag',
}

export function useRoutingWords() {
  const { t, word, locale } = useWords()
  const { data } = useDepartments()
  const department = (code: string) => data?.items.find((d) => d.code === code)?.name ?? code
  const language = (tag: string) => {
    try {
      return new Intl.DisplayNames(locale, { type: 'language' }).of(tag) ?? tag
    } catch {
      return tag
    }
  }
  const value = (key: string, id: string) => {
    if (key === 'department') return department(id)
    if (key === 'lang') return language(id)
    if (key === 'template') return word('template', id.split(':')[0])
    return word(VOCABULARY[key] ?? key, id)
  }
  const list = (key: string, values: unknown) =>
    (Array.isArray(values) ? values : [values]).map((v) => value(key, String(v)))
  const say = (key: string, values: unknown, type: 'conjunction' | 'disjunction') =>
    t('routing.term', {
      field: word('rule_field', key),
      values: new Intl.ListFormat(locale, { type }).format(list(key, values)),
    })
  const given = (part: Record<string, unknown>) =>
    Object.entries(part).filter(([, v]) => !(Array.isArray(v) && v.length === 0))
  return {
    /** All of them must hold; of the values of one, any. */
    conditions: (when: Record<string, unknown>) =>
      given(when).map(([key, v]) => say(key, v, 'disjunction')),
    actions: (then: Record<string, unknown>) =>
      given(then).map(([key, v]) =>
        key === 'stop' ? t(v ? 'routing.stop' : 'routing.go_on') : say(key, v, 'conjunction'),
      ),
    /** "department=dept_tech priority=high", as the server sums up what a rule did. */
    did: (text: string) =>
      text
        .split(/ (?=(?:department|priority|skill|tier|template|tag)=)/)
        .map((part) => /^(\w+)=(.*)$/s.exec(part))
        .filter((found) => found?.[2])
        .map((found) => say(found?.[1] ?? '', found?.[2], 'conjunction')),
    /** The rules that ship are named after what they do: "complaint → dept_service". */
    ruleName: (name: string) => {
      const [, from, to] = /^([a-z_]+) → (dept_[a-z0-9_]+)$/.exec(name) ?? []
      if (!from || !to) return name
      const of = from === 'sensitive' ? word('rule_field', from) : word('category', from)
      return `${of} → ${department(to)}`
    },
  }
}
