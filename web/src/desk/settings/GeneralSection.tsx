import { DocumentsEditor } from './DocumentsEditor'

/** The rest of the settings; each says who changed it last. */
export default function GeneralSection() {
  return <DocumentsEditor kind="setting" />
}
