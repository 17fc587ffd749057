// What makes pages better where scripts run; everything works without them.
(() => {
  'use strict';
  const english = document.documentElement.lang === 'en';
  const say = (zh, en) => (english ? en : zh);

  // Rows of a table to fill in: added and taken away. Names are numbered again, so that no number is left out.
  const renumber = (box) => {
    const rows = [...box.querySelectorAll('tbody > [data-row]')];
    const prefix = box.dataset.rows + '.';
    rows.forEach((row, index) => {
      const change = (text) => text
        .replaceAll('f-' + prefix + row.dataset.row + '.', 'f-' + prefix + index + '.')
        .replaceAll('f-' + box.dataset.rows + '-row-' + row.dataset.row, 'f-' + box.dataset.rows + '-row-' + index);
      for (const element of [row, ...row.querySelectorAll('*')]) {
        for (const name of ['id', 'for', 'aria-labelledby', 'aria-describedby']) {
          if (element.hasAttribute(name)) element.setAttribute(name, change(element.getAttribute(name)));
        }
        if (element.name) element.name = element.name.replace(prefix + row.dataset.row + '.', prefix + index + '.');
      }
      row.dataset.row = index;
      row.querySelectorAll('[data-row-number]').forEach((place) => { place.textContent = index + 1; });
    });
    const add = box.querySelector('[data-add-row]');
    add.hidden = rows.length >= Number(box.dataset.atMost);
    rows.forEach((row) => { row.querySelector('[data-remove-row]').hidden = rows.length <= Math.max(1, Number(box.dataset.atLeast)); });
  };
  for (const box of document.querySelectorAll('[data-rows]')) {
    const body = box.querySelector('tbody');
    box.addEventListener('click', (event) => {
      if (event.target.closest('[data-add-row]')) {
        body.append(box.querySelector('template').content.cloneNode(true));
        renumber(box);
        body.lastElementChild.querySelector('input, select, textarea')?.focus();
        box.dispatchEvent(new Event('input', { bubbles: true }));
      }
      const remove = event.target.closest('[data-remove-row]');
      if (remove) {
        const row = remove.closest('[data-row]');
        const near = row.nextElementSibling ?? row.previousElementSibling;
        row.remove();
        renumber(box);
        near?.querySelector('input, select, textarea')?.focus();
        box.dispatchEvent(new Event('input', { bubbles: true }));
      }
    });
    renumber(box);
  }

  // What unfolds over the page folds again when one goes on elsewhere.
  for (const fold of document.querySelectorAll('details[data-closes]')) {
    document.addEventListener('click', (event) => { if (!fold.contains(event.target)) fold.open = false; });
    fold.addEventListener('focusout', (event) => { if (event.relatedTarget && !fold.contains(event.relatedTarget)) fold.open = false; });
    fold.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !fold.open) return;
      fold.open = false;
      fold.querySelector('summary').focus();
    });
  }

  // Drafts, saved a moment after the last key, without the key that makes a sending count once. Files go only when the form is sent.
  for (const form of document.querySelectorAll('form[data-autosave]')) {
    const place = form.querySelector('[data-saved]');
    let timer;
    let running = false;
    let again = false;
    const save = async () => {
      if (form.dataset.sent) return;
      if (running) { again = true; return; }
      running = true;
      const body = new URLSearchParams();
      for (const [name, value] of new FormData(form)) if (typeof value === 'string' && name !== '_key') body.append(name, value);
      try {
        const answer = await fetch(form.dataset.autosave, { method: 'POST', body, headers: { Accept: 'application/json' }, redirect: 'manual' });
        if (!answer.ok) throw new Error(String(answer.status));
        const now = new Date();
        place.textContent = `${place.dataset.savedWords} ${String(now.getHours()).padStart(2, '0')}:${String(now.getMinutes()).padStart(2, '0')}`;
      } catch {
        place.textContent = place.dataset.failedWords;
      }
      running = false;
      if (again) { again = false; save(); }
    };
    form.addEventListener('input', (event) => {
      if (event.target.type === 'file' || event.target.type === 'password') return;
      clearTimeout(timer);
      timer = setTimeout(save, 1500);
    });
    form.addEventListener('submit', () => clearTimeout(timer));
  }

  // Files are looked at before they travel.
  const wrongFile = (input) => {
    const accept = input.accept.split(',').filter(Boolean);
    const most = Number(input.dataset.megabytes) * 1000000;
    // Tables are known by their endings: systems disagree on the type of a .csv.
    const endings = accept.filter((one) => one.startsWith('.'));
    for (const file of input.files) {
      if (endings.length && !endings.some((ending) => file.name.toLowerCase().endsWith(ending))) {
        return say(`“${file.name}”不是可以上传的格式，请选择 ${endings.join(' 或 ')} 文件`, `“${file.name}” is not a ${endings.join(' or ')} file`);
      }
      if (!endings.length && accept.length && file.type && !accept.includes(file.type)) {
        const papers = accept.includes('application/pdf');
        return say(`“${file.name}”不是可以上传的格式，请选择${papers ? ' PDF、' : ' '}JPG 或 PNG 文件`, `“${file.name}” is not a ${papers ? 'PDF, ' : ''}JPG or PNG file`);
      }
      if (most && file.size > most) {
        return say(`“${file.name}”超过 ${input.dataset.megabytes} MB，请压缩后再上传`, `“${file.name}” is larger than ${input.dataset.megabytes} MB`);
      }
      if (file.size === 0) return say(`“${file.name}”是空文件`, `“${file.name}” is empty`);
    }
    return '';
  };
  for (const input of document.querySelectorAll('input[type="file"][data-megabytes]')) {
    input.addEventListener('change', () => {
      const wrong = wrongFile(input);
      let place = document.getElementById(input.id + '-check');
      if (!place) {
        place = document.createElement('p');
        place.id = input.id + '-check';
        place.className = 'error';
        place.setAttribute('role', 'alert');
        input.before(place);
      }
      place.textContent = wrong;
      place.hidden = !wrong;
      if (wrong) input.value = '';
    });
  }

  // A file that was turned away: its message stays until another is chosen.
  document.addEventListener('submit', (event) => {
    const at = event.submitter?.name === 'at' ? event.submitter.value : '';
    const input = at.includes('.') ? document.getElementById('f-files.' + at) : null;
    const place = input && document.getElementById(input.id + '-check');
    if (!place || place.hidden || !place.textContent) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    input.focus();
  });

  // What matters only with some answers is shown with those alone; an error in it is shown always.
  for (const part of document.querySelectorAll('[data-needed-with]')) {
    const form = part.closest('form');
    const show = () => {
      const value = form.elements[part.dataset.neededWith]?.value ?? '';
      part.hidden = (value === '' || value === part.dataset.not) && !part.querySelector('.field-error');
    };
    form.addEventListener('change', show);
    show();
  }

  // Suggestions while typing. What is typed stays what it is.
  for (const input of document.querySelectorAll('input[data-suggest]')) {
    const list = document.getElementById(input.getAttribute('list'));
    let timer;
    input.addEventListener('input', () => {
      clearTimeout(timer);
      const typed = input.value.trim();
      if (!typed) { list.replaceChildren(); return; }
      timer = setTimeout(async () => {
        try {
          const answer = await fetch(input.dataset.suggest + '?q=' + encodeURIComponent(typed), { headers: { Accept: 'application/json' } });
          if (!answer.ok || input.value.trim() !== typed) return;
          const found = await answer.json();
          list.replaceChildren(...found.suggestions.map((text) => { const option = document.createElement('option'); option.value = text; return option; }));
        } catch { /* without suggestions it is a plain field */ }
      }, 200);
    });
  }

  // A question before what cannot be taken back.
  const ask = (question, words) => new Promise((settle) => {
    const dialog = document.createElement('dialog');
    const text = document.createElement('p');
    const buttons = document.createElement('div');
    dialog.className = 'ask';
    dialog.setAttribute('aria-labelledby', 'ask-text');
    text.id = 'ask-text';
    text.textContent = question;
    buttons.className = 'buttons';
    for (const [label, kind, value] of [[words, 'primary', 'yes'], [say('返回', 'Go back'), 'secondary', '']]) {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'button button-' + kind;
      button.textContent = label;
      button.addEventListener('click', () => dialog.close(value));
      buttons.append(button);
    }
    dialog.append(text, buttons);
    dialog.addEventListener('close', () => { dialog.remove(); settle(dialog.returnValue === 'yes'); });
    document.body.append(dialog);
    dialog.showModal();
  });

  const release = (form) => {
    delete form.dataset.sent;
    form.querySelectorAll('button[aria-disabled]').forEach((button) => button.removeAttribute('aria-disabled'));
  };
  document.addEventListener('submit', async (event) => {
    const form = event.target;
    if (form.method !== 'post') return;
    const question = event.submitter?.dataset.confirm;
    if (question && !form.dataset.confirmed) {
      event.preventDefault();
      const button = event.submitter;
      if (!(await ask(question, button.textContent.trim()))) return;
      form.dataset.confirmed = 'yes';
      form.requestSubmit(button);
      delete form.dataset.confirmed;
      return;
    }
    // Sent once. The key in the form makes a second time harmless as well.
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = 'yes';
    event.submitter?.setAttribute('aria-disabled', 'true');
    // The network may have failed, or the answer was a file: the page is still here, and may be used again.
    setTimeout(() => release(form), 10000);
  });
  window.addEventListener('pageshow', () => document.querySelectorAll('form[data-sent]').forEach(release));

  // What is under way is looked at again.
  const refresh = document.querySelector('[data-refresh]');
  if (refresh) setTimeout(() => location.reload(), Math.max(1, Number(refresh.dataset.refresh)) * 1000);

  document.querySelector('[data-focus]')?.focus();
})();
