FROM python:3.11-slim
RUN useradd --create-home reader && install -d -o reader /home/reader/reformlab
WORKDIR /home/reader/reformlab
COPY requirements.lock .
RUN python -m pip install --no-cache-dir --require-hashes -r requirements.lock
COPY --chown=reader . .
RUN python -m pip install --no-cache-dir --no-deps --no-build-isolation -e .
USER reader
ENV JUPYTER_CONFIG_PATH=/home/reader/reformlab/tools/lab
EXPOSE 8888
CMD ["jupyter", "lab", "--ip=0.0.0.0", "--no-browser", "--notebook-dir=notebooks"]
