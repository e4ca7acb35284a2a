import { Button } from 'antd';
import { useLocale } from '@credit/ui';
import { SESSION_KEY, queries } from './client';
import { keep } from './preferences';

export function LanguageSwitch() {
  const { locale, setLocale } = useLocale();
  const other = locale === 'en' ? 'zh-CN' : 'en';
  return (
    <Button
      type="text"
      size="small"
      lang={other}
      // messages and titles written by the server come anew in the other language
      onClick={() => {
        if (queries.getQueryData(SESSION_KEY)) keep({ language: other });
        void setLocale(other).then(() => queries.invalidateQueries());
      }}
    >
      {other === 'en' ? 'English' : '中文'}
    </Button>
  );
}
