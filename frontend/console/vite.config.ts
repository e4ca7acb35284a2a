import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { mockApi } from './dev/mock.ts';

export default defineConfig(({ command, mode }) => ({
  base: command === 'build' ? '/static/console/' : '/',
  plugins: [react(), ...(command === 'serve' && mode === 'mock' ? [mockApi()] : [])],
  build: { outDir: 'dist', emptyOutDir: true, manifest: true, target: 'es2022', chunkSizeWarningLimit: 1200 },
  server: {
    host: '127.0.0.1',
    allowedHosts: ['.localhost'],
    // `npm run dev` against a running server: the bank is told by the host name
    ...(mode === 'mock' ? {} : { proxy: { '/api': { target: process.env.CONSOLE_API ?? 'http://127.0.0.1:8000' } } }),
  },
}));
