import './app/nonce'
import '@ant-design/v5-patch-for-react-19'
import { createRoot } from 'react-dom/client'
import { App } from './app/App'
import { startI18n } from './app/i18n'
import './styles/index.css'

const root = document.getElementById('root') as HTMLElement
startI18n().then(() => createRoot(root).render(<App />))
