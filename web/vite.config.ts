/// <reference types="vitest/config" />
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const WORTH_PACKING = 1024

/** name.br beside each text of the build, a sixth smaller than gzip; pages carry a nonce and stay. */
function brotli(): Plugin {
  return {
    name: 'brotli',
    apply: 'build',
    writeBundle({ dir = '' }) {
      for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile() || !/\.(js|css|svg|json)$/.test(entry.name)) continue
        const path = resolve(entry.parentPath, entry.name)
        const plain = readFileSync(path)
        if (plain.length < WORTH_PACKING) continue
        const params = { [constants.BROTLI_PARAM_SIZE_HINT]: plain.length }
        writeFileSync(`${path}.br`, brotliCompressSync(plain, { params }))
      }
    },
  }
}

// Two pages, two bundles: the desk (Ant Design) and the customer pages, which must stay light.
export default defineConfig({
  plugins: [react(), brotli()],
  build: {
    manifest: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    rollupOptions: {
      input: {
        index: resolve(import.meta.dirname ?? '.', 'index.html'),
        feedback: resolve(import.meta.dirname ?? '.', 'feedback.html'),
      },
      output: {
        manualChunks(id) {
          if (/node_modules\/(react|react-dom|scheduler)\//.test(id)) return 'react'
          return undefined
        },
      },
    },
  },
  worker: { format: 'es' },
  server: {
    proxy: { '/api': { target: process.env.HUIYIN_URL ?? 'http://127.0.0.1:8080', ws: true } },
  },
  test: {
    environment: 'jsdom',
    setupFiles: ['src/shared/testing/setup.ts'],
    include: ['src/**/*.test.{ts,tsx}'],
    testTimeout: 20000,
    pool: 'threads',
  },
})
