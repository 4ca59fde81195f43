# GOV.UK Frontend, from npm. There is no build step.
FROM node:24-slim AS frontend
WORKDIR /iqa
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

FROM python:3.13-slim AS packages
COPY requirements.txt .
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --no-deps --require-hashes -r requirements.txt

FROM python:3.13-slim
ENV PATH=/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin iqa
WORKDIR /iqa
COPY --from=packages /venv /venv
COPY --from=frontend /iqa/node_modules node_modules
COPY . .
# Settings want every variable; collecting static files uses none of them. What GOV.UK Frontend has for builds is left out.
RUN SECRET_KEY=while-building ALLOWED_HOSTS=localhost DATABASE_URL=sqlite://:memory: REDIS_URL=memory:// EMAIL_URL=dummymail:// \
    python manage.py collectstatic --noinput --ignore components --ignore "*.scss" --ignore "*.mjs*" --ignore "*.njk"
USER iqa
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["python", "deploy/healthcheck.py"]
CMD ["gunicorn", "--config", "deploy/gunicorn.conf.py", "--bind", "0.0.0.0:8000", "iqa.wsgi"]
