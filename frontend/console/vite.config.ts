import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig(({ command }) => ({
  base: command === 'build' ? '/static/console/' : '/',
  plugins: [react()],
  build: { outDir: 'dist', emptyOutDir: true, manifest: true, target: 'es2022', chunkSizeWarningLimit: 1200 },
  server: {
    host: '127.0.0.1',
    allowedHosts: ['.localhost'],
    // the server tells the bank by the host name, so the name must pass through unchanged
    proxy: { '/api': { target: process.env.CONSOLE_API ?? 'http://127.0.0.1:8000', changeOrigin: false } },
  },
}));
