export * from './ErrorPage';
export * from './NoticePanel';
export * from './SearchPalette';
export * from './ThemeMode';
